package cn.ruhu.app

import android.app.Activity
import android.view.WindowManager
import app.tauri.annotation.Command
import app.tauri.annotation.InvokeArg
import app.tauri.annotation.TauriPlugin
import app.tauri.plugin.Invoke
import app.tauri.plugin.Plugin

@InvokeArg
class PrivacyArgs {
  // Absent means private.
  var on: Boolean = true
}

/** Whether the system may copy what is on the screen: screenshots, recent apps, casting. */
@TauriPlugin
class ScreenPlugin(private val activity: Activity) : Plugin(activity) {
  @Command
  fun setPrivate(invoke: Invoke) {
    val on = invoke.parseArgs(PrivacyArgs::class.java).on
    activity.runOnUiThread {
      if (on) {
        activity.window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
      } else {
        activity.window.clearFlags(WindowManager.LayoutParams.FLAG_SECURE)
      }
      invoke.resolve()
    }
  }
}
