package cn.ruhu.app

import android.app.Activity
import android.content.Context
import android.print.PrintAttributes
import android.print.PrintManager
import android.webkit.WebView
import app.tauri.annotation.Command
import app.tauri.annotation.TauriPlugin
import app.tauri.plugin.Invoke
import app.tauri.plugin.Plugin

/**
 * Prints the page in the web view, laid out by its own rules for paper. The job's name is the
 * app's: print queues are read by others.
 */
@TauriPlugin
class PrintPlugin(private val activity: Activity) : Plugin(activity) {
  private var page: WebView? = null

  override fun load(webView: WebView) {
    page = webView
  }

  @Command
  fun print(invoke: Invoke) {
    val manager = activity.getSystemService(Context.PRINT_SERVICE) as? PrintManager
    val shown = page
    if (manager == null || shown == null) {
      invoke.reject("this device does not print", "impossible")
      return
    }
    activity.runOnUiThread {
      try {
        val attributes = PrintAttributes.Builder()
          .setMediaSize(PrintAttributes.MediaSize.ISO_A4)
          .build()
        manager.print(JOB, shown.createPrintDocumentAdapter(JOB), attributes)
        invoke.resolve()
      } catch (error: RuntimeException) {
        // A print service that was removed, an activity that is on its way out.
        invoke.reject("the page was not printed", "impossible", error)
      }
    }
  }

  companion object {
    private const val JOB = "ruhu"
  }
}
