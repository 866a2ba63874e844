/** What all charts share: type, axes, the tip, the target's dashes. */
import type { EChartsCoreOption } from 'echarts/core';
import { token } from '../theme';
import type { Spec } from './shape';

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
    grid: { left: narrow ? 34 : 40, right: narrow ? 8 : 72, top: 28, bottom: 24, containLabel: false },
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
      name: spec.unit,
      nameLocation: 'end',
      nameTextStyle: { ...ink, color: token('ink-3'), align: 'left', padding: [0, 0, 0, -30] },
      scale: !spec.zero,
      axisLabel: ink,
      splitLine: { lineStyle: { color: token('chart-grid') } },
    },
  };
}

export function targetLine(spec: Spec): object | undefined {
  if (!spec.target) return undefined;
  return {
    silent: true,
    symbol: 'none',
    data: [{ yAxis: spec.target.value }],
    lineStyle: { color: token('chart-target'), type: [5, 3], width: 1.25 },
    label: { formatter: spec.target.text, color: token('ink'), fontSize: 12, position: 'insideStartTop', distance: [4, 2] },
  };
}

/** Hatching for spans without a value; a line never crosses them. */
export function missingSpans(spec: Spec): object | undefined {
  if (!spec.missing?.length) return undefined;
  return {
    silent: true,
    itemStyle: {
      color: token('line'),
      opacity: 0.9,
      decal: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -Math.PI / 4, color: token('line-control') },
    },
    data: spec.missing.map(([from, to]) => [{ xAxis: from }, { xAxis: to }]),
  };
}
