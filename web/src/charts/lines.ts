/** Lines over days: ours strong, former years grey, the forecast dotted with its interval. */
import type { EChartsCoreOption } from 'echarts/core';
import { token } from '../theme';
import { frame, missingSpans, targetLine } from './looks';
import type { Series, Spec } from './shape';

const LOOKS: Record<Series['role'], () => object> = {
  ours: () => ({ color: token('chart-1'), width: 2, type: 'solid' }),
  former: () => ({ color: token('chart-2'), width: 1, type: 'solid' }),
  forecast: () => ({ color: token('chart-1'), width: 2, type: [1, 4], cap: 'round' }),
  need: () => ({ color: token('risk'), width: 1.5, type: [6, 2] }),
  supplement: () => ({ width: 0, opacity: 0 }),
};

function line(series: Series, spec: Spec, narrow: boolean): object {
  const ours = series.role === 'ours';
  const after = series.role === 'supplement';
  return {
    name: series.name,
    type: 'line',
    data: series.points,
    connectNulls: false,
    showSymbol: after || series.points.length < 14,
    symbol: after ? 'diamond' : 'circle',
    symbolSize: after ? 8 : 6,
    lineStyle: LOOKS[series.role](),
    itemStyle: after ? { color: token('surface'), borderColor: token('chart-1'), borderWidth: 1.5 } : { color: ours ? token('chart-1') : token('chart-2') },
    emphasis: { disabled: true },
    z: after ? 6 : ours ? 5 : 3,
    tooltip: { show: !after },
    markLine: ours ? targetLine(spec) : undefined,
    markArea: ours ? missingSpans(spec) : undefined,
    endLabel: {
      show: !narrow && !spec.hours && series.role !== 'forecast',
      formatter: series.name,
      color: series.role === 'former' ? token('ink-3') : token('ink'),
      fontSize: 12,
    },
    labelLayout: { moveOverlap: 'shiftY' },
  };
}

/** The interval as two stacked areas, the lower one unseen. */
function band(spec: Spec): object[] {
  if (!spec.band) return [];
  const { name, points } = spec.band;
  const part = { type: 'line', stack: 'band', symbol: 'none', silent: true, lineStyle: { opacity: 0 }, z: 1, tooltip: { show: false } };
  return [
    { ...part, name: `${name} −`, data: points.map(([day, low]) => [day, low]) },
    { ...part, name, data: points.map(([day, low, high]) => [day, high - low]), areaStyle: { color: token('chart-band'), opacity: 1 } },
  ];
}

export function lineOption(spec: Spec, narrow: boolean): EChartsCoreOption {
  const dates = { year: '{MM}', month: '{MM}', day: '{MM}-{dd}' };
  const clock = { year: '{HH}:{mm}', month: '{HH}:{mm}', day: '{MM}-{dd}', hour: '{HH}:{mm}', minute: '{HH}:{mm}' };
  return {
    ...frame(spec, narrow),
    xAxis: {
      type: 'time',
      min: spec.hours?.[0],
      max: spec.hours?.[1],
      axisLine: { lineStyle: { color: token('line-2') } },
      axisLabel: { color: token('ink-2'), fontSize: 12, hideOverlap: true, formatter: spec.hours ? clock : dates },
      splitLine: { show: false },
    },
    series: [...band(spec), ...spec.series.map((series) => line(series, spec, narrow))],
  };
}
