/** What the server writes beside a chart: numbers and words, never looks. */
export type Point = [string, number | null];

export interface Series {
  name: string;
  /** `supplement`: values of `ours` that came after their time, as marks */
  role: 'ours' | 'former' | 'forecast' | 'need' | 'supplement';
  points: Point[];
}

export interface Line {
  value: number;
  text: string;
}

export interface Spec {
  kind: 'lines' | 'bars';
  label: string;
  unit: string;
  decimals: number;
  zero: boolean;
  /** the one dashed line, with its words */
  target?: Line;
  /** a second one where values have to lie between the two, or a lower one alone */
  floor?: Line;
  series: Series[];
  /** an interval: [day, low, high] */
  band?: { name: string; points: [string, number, number][] };
  /** spans without a value: [from, to] */
  missing?: [string, string][];
  missingText?: string;
  /** the axis shows the clock from here to there, instead of dates */
  hours?: [string, string];
  /** one number 1 to 6 a point of the first series: its AQI level */
  levels?: (number | null)[];
}
