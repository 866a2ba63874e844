/** Draws the chart whose numbers stand in the JSON beside it, and again when the theme or the room changes. */
import { use, init } from 'echarts/core';
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import { THEME_CHANGED } from '../theme';
import { barOption } from './bars';
import { lineOption } from './lines';
import type { Spec } from './shape';

use([LineChart, BarChart, GridComponent, TooltipComponent, MarkLineComponent, MarkAreaComponent, AriaComponent, SVGRenderer]);

export function draw(box: HTMLElement): void {
  const source = document.getElementById(box.dataset['chart'] ?? '');
  if (!source?.textContent) return;
  const spec = JSON.parse(source.textContent) as Spec;
  const canvas = document.createElement('div');
  canvas.className = 'chart-canvas';
  box.replaceChildren(canvas);
  const chart = init(canvas, undefined, { renderer: 'svg' });

  function paint(): void {
    const narrow = canvas.clientWidth < 520;
    chart.setOption(spec.kind === 'bars' ? barOption(spec, narrow) : lineOption(spec, narrow), true);
  }

  paint();
  new ResizeObserver(() => { if (canvas.clientWidth) { chart.resize(); paint(); } }).observe(canvas);
  document.addEventListener(THEME_CHANGED, paint);
}
