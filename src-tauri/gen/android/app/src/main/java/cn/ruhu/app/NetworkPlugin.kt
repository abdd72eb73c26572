package cn.ruhu.app

import android.app.Activity
import android.content.Context
import android.net.ConnectivityManager
import android.net.Network
import android.net.NetworkCapabilities
import app.tauri.annotation.Command
import app.tauri.annotation.InvokeArg
import app.tauri.annotation.TauriPlugin
import app.tauri.plugin.Channel
import app.tauri.plugin.Invoke
import app.tauri.plugin.JSObject
import app.tauri.plugin.Plugin

@InvokeArg
class WatchArgs {
  lateinit var channel: Channel
}

/**
 * Says when the network comes, goes or begins to cost: `{up, metered}`, at first and at every change.
 *
 * Nothing is polled: the system calls. What it says is a hint for when to try, never a reason not to.
 */
@TauriPlugin
class NetworkPlugin(private val activity: Activity) : Plugin(activity) {
  private var told: Pair<Boolean, Boolean>? = null

  @Command
  fun watch(invoke: Invoke) {
    val channel = invoke.parseArgs(WatchArgs::class.java).channel
    val manager = activity.getSystemService(Context.CONNECTIVITY_SERVICE) as? ConnectivityManager
    if (manager == null) {
      invoke.reject("there is no connectivity service", "unavailable")
      return
    }
    manager.registerDefaultNetworkCallback(object : ConnectivityManager.NetworkCallback() {
      // Also called for every change of signal strength, of which nobody wants to hear.
      override fun onCapabilitiesChanged(network: Network, capabilities: NetworkCapabilities) =
        tell(channel, true, !capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED))

      override fun onLost(network: Network) = tell(channel, false, true)
    })
    if (manager.activeNetwork == null) tell(channel, false, true)
    invoke.resolve()
  }

  @Synchronized
  private fun tell(channel: Channel, up: Boolean, metered: Boolean) {
    if (told == Pair(up, metered)) return
    told = Pair(up, metered)
    channel.send(JSObject().put("up", up).put("metered", metered))
  }
}
