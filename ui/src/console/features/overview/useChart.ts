import { BarChart } from 'echarts/charts'
import { GridSimpleComponent } from 'echarts/components'
import { init, use, type ECElementEvent, type EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { onScopeDispose, shallowRef, watch, watchEffect, type Ref } from 'vue'

// No more of it than is drawn: legend and figures are the page's own, and nothing follows the pointer.
use([BarChart, GridSimpleComponent, SVGRenderer])

/** Keeps a chart in `place`: it shows `option`, is as large as its place and goes with it. */
export function useChart(place: Readonly<Ref<HTMLElement | null>>, option: Readonly<Ref<EChartsCoreOption>>, onClick: (bar: ECElementEvent) => void) {
  const chart = shallowRef<ReturnType<typeof init>>()
  const size = new ResizeObserver(([entry]) => {
    const { clientWidth: width, clientHeight: height } = entry!.target
    // Drawing again at the same size would cut the first drawing short; a hidden place has none.
    if (width && height && (width !== chart.value?.getWidth() || height !== chart.value.getHeight())) chart.value?.resize()
  })
  const remove = () => {
    size.disconnect()
    chart.value?.dispose()
    chart.value = undefined
  }
  watch(place, (element) => {
    remove()
    if (!element) return
    chart.value = init(element)
    chart.value.on('click', onClick)
    size.observe(element)
  }, { flush: 'post' })
  watchEffect(() => chart.value?.setOption(option.value))
  onScopeDispose(remove)
}
