/** What all charts share: type, axes, the tip, the target's dashes. */
import type { EChartsCoreOption } from 'echarts/core';
import { token } from '../theme';
import type { Line, Spec } from './shape';

const still = matchMedia('(prefers-reduced-motion: reduce)');

export function number(spec: Spec, value: number | null | undefined): string {
  return value == null ? '–' : value.toFixed(spec.decimals);
}

export function frame(spec: Spec, narrow: boolean): EChartsCoreOption {
  const ink = { color: token('ink-2'), fontSize: 12 };
  return {
    animation: !still.matches,
    animationDuration: 160,
    aria: { enabled: true, label: { description: spec.label } },
    textStyle: { fontFamily: token('font'), fontSize: 12 },
    grid: { left: narrow ? 34 : 40, right: narrow || spec.hours ? 12 : 72, top: spec.hours ? 14 : 28, bottom: 24, containLabel: false },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: token('surface'),
      borderColor: token('line-2'),
      textStyle: { color: token('ink'), fontSize: 12 },
      axisPointer: { lineStyle: { color: token('line-control'), type: 'solid' } },
      valueFormatter: (value: unknown) => `${number(spec, typeof value === 'number' ? value : null)} ${spec.unit}`,
    },
    yAxis: {
      type: 'value',
      name: spec.hours ? '' : spec.unit,
      nameLocation: 'end',
      nameTextStyle: { ...ink, color: token('ink-3'), align: 'left', padding: [0, 0, 0, -30] },
      scale: !spec.zero,
      max: reach(spec),
      axisLabel: ink,
      splitLine: { lineStyle: { color: token('chart-grid') } },
    },
  };
}

export function targetLine(spec: Spec): object | undefined {
  const lines: [Line, string][] = [];
  if (spec.target) lines.push([spec.target, 'insideStartTop']);
  if (spec.floor) lines.push([spec.floor, 'insideStartBottom']);
  if (!lines.length) return undefined;
  return {
    silent: true,
    animation: false,
    symbol: 'none',
    data: lines.map(([{ value, text }, position]) => ({ yAxis: value, label: { formatter: text, position } })),
    lineStyle: { color: token('chart-target'), type: [5, 3], width: 1.25 },
    label: { color: token('ink'), fontSize: 12, distance: [4, 2] },
  };
}

/** Slanted lines as a tile; a chart drawn as SVG takes them as a pattern. */
function hatch(): object {
  const lines = `<path d="M-1 1l2-2M0 6l6-6M5 7l2-2" stroke="${token('line-control')}" stroke-width="0.8"/>`;
  const tile = `<svg xmlns="http://www.w3.org/2000/svg" width="6" height="6">${lines}</svg>`;
  return { image: `data:image/svg+xml,${encodeURIComponent(tile)}`, imageWidth: 6, imageHeight: 6, repeat: 'repeat' };
}

/** The axis of a day reaches over its limit, so that the line is seen; a round number. */
function reach(spec: Spec): ((held: { max: number }) => number) | undefined {
  const highest = (spec.target ?? spec.floor)?.value;
  if (!spec.hours || highest === undefined) return undefined;
  return ({ max }) => {
    const most = Math.max(max, highest * 1.1);
    const step = 10 ** Math.floor(Math.log10(most)) / 2;
    return Math.ceil(most / step) * step;
  };
}

/** Hatching for spans without a value; a line never crosses them. */
export function missingSpans(spec: Spec): object | undefined {
  if (!spec.missing?.length) return undefined;
  return {
    silent: true,
    itemStyle: { color: hatch() },
    data: spec.missing.map(([from, to]) => [{ xAxis: from }, { xAxis: to }]),
  };
}
