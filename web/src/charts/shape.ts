/** What the server writes beside a chart: numbers and words, never looks. */
export type Point = [string, number | null];

export interface Series {
  name: string;
  role: 'ours' | 'former' | 'forecast' | 'need';
  points: Point[];
}

export interface Spec {
  kind: 'lines' | 'bars';
  label: string;
  unit: string;
  decimals: number;
  zero: boolean;
  /** the one dashed line, with its words */
  target?: { value: number; text: string };
  series: Series[];
  /** an interval: [day, low, high] */
  band?: { name: string; points: [string, number, number][] };
  /** spans without a value: [from, to] */
  missing?: [string, string][];
  missingText?: string;
  /** one number 1 to 6 a point of the first series: its AQI level */
  levels?: (number | null)[];
}
