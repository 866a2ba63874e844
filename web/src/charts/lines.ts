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
};

function line(series: Series, spec: Spec, narrow: boolean): object {
  const ours = series.role === 'ours';
  return {
    name: series.name,
    type: 'line',
    data: series.points,
    connectNulls: false,
    showSymbol: series.points.length < 14,
    symbol: 'circle',
    symbolSize: 6,
    lineStyle: LOOKS[series.role](),
    itemStyle: { color: ours ? token('chart-1') : token('chart-2') },
    emphasis: { disabled: true },
    z: ours ? 5 : 3,
    markLine: ours ? targetLine(spec) : undefined,
    markArea: ours ? missingSpans(spec) : undefined,
    endLabel: {
      show: !narrow && series.role !== 'forecast',
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
  return {
    ...frame(spec, narrow),
    xAxis: {
      type: 'time',
      axisLine: { lineStyle: { color: token('line-2') } },
      axisLabel: { color: token('ink-2'), fontSize: 12, hideOverlap: true, formatter: { year: '{MM}', month: '{MM}', day: '{MM}-{dd}' } },
      splitLine: { show: false },
    },
    series: [...band(spec), ...spec.series.map((series) => line(series, spec, narrow))],
  };
}
