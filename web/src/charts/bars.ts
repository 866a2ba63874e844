/** Bars over days or years; a day's bar takes the calm colour of its level. */
import type { EChartsCoreOption } from 'echarts/core';
import { token } from '../theme';
import { frame, number, targetLine } from './looks';
import type { Spec } from './shape';

export function barOption(spec: Spec, narrow: boolean): EChartsCoreOption {
  const [first] = spec.series;
  const points = first?.points ?? [];
  const few = points.length < 20;
  const colours = [1, 2, 3, 4, 5, 6].map((level) => token(`aqi-${level}-tint`));
  const data = points.map(([, value], index) => {
    const level = spec.levels?.[index];
    return { value, itemStyle: { color: level ? colours[level - 1] : token('chart-1') } };
  });
  return {
    ...frame(spec, narrow),
    xAxis: {
      type: 'category',
      data: points.map(([day]) => day),
      axisLine: { lineStyle: { color: token('line-2') } },
      axisTick: { show: false },
      axisLabel: { color: token('ink-2'), fontSize: 12, hideOverlap: true },
    },
    series: [{
      name: first?.name ?? '',
      type: 'bar',
      data,
      barMaxWidth: 44,
      barCategoryGap: few ? '45%' : '10%',
      label: { show: few, position: 'top', color: token('ink'), fontSize: 12, formatter: (p: { value: unknown }) => number(spec, p.value as number | null) },
      markLine: targetLine(spec),
    }],
  };
}
