package cn.ruhu.app

import android.Manifest
import android.annotation.SuppressLint
import android.app.Activity
import android.content.Context
import android.content.pm.PackageManager
import android.location.Location
import android.location.LocationListener
import android.location.LocationManager
import android.os.Build
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.os.SystemClock
import androidx.core.content.ContextCompat
import app.tauri.annotation.Command
import app.tauri.annotation.InvokeArg
import app.tauri.annotation.Permission
import app.tauri.annotation.PermissionCallback
import app.tauri.annotation.TauriPlugin
import app.tauri.plugin.Invoke
import app.tauri.plugin.JSObject
import app.tauri.plugin.Plugin

@InvokeArg
class LocateArgs {
  /** How long the visitor is ready to stand and wait. */
  var waitMs: Long = 60_000
}

/**
 * One location fix, when asked, from the phone's own receivers.
 *
 * Uses `LocationManager` alone: phones sold in China have no Google services. Says who made the fix,
 * how old it is and whether a mock provider made it. Rejects with a code rather than answer a guess:
 * `denied`, `disabled` (location is switched off) or `timeout`.
 */
@TauriPlugin(
  permissions = [
    Permission(
      strings = [Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.ACCESS_COARSE_LOCATION],
      alias = "location"
    )
  ]
)
class LocationPlugin(private val activity: Activity) : Plugin(activity) {
  private val main = Handler(Looper.getMainLooper())

  @Command
  fun locate(invoke: Invoke) {
    if (mayBeApproximate()) {
      search(invoke)
    } else {
      requestPermissionForAlias("location", invoke, "afterPermission")
    }
  }

  @PermissionCallback
  fun afterPermission(invoke: Invoke) {
    // Android 12 lets a person grant the approximate place alone; that is a fix too, only wider.
    if (mayBeApproximate()) search(invoke) else invoke.reject("location is not permitted", "denied")
  }

  private fun search(invoke: Invoke) {
    val waitMs = invoke.parseArgs(LocateArgs::class.java).waitMs.coerceIn(1_000, 60_000)
    val manager = activity.getSystemService(Context.LOCATION_SERVICE) as? LocationManager
    val providers = manager?.let(::usableProviders).orEmpty()
    if (manager == null || providers.isEmpty()) {
      invoke.reject("no location provider is switched on", "disabled")
      return
    }
    main.post { Search(invoke, manager, providers).start(waitMs) }
  }

  private fun usableProviders(manager: LocationManager): List<String> {
    val wanted = mutableListOf(LocationManager.NETWORK_PROVIDER)
    if (mayBePrecise()) wanted.add(LocationManager.GPS_PROVIDER)
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) wanted.add(LocationManager.FUSED_PROVIDER)
    val present = manager.allProviders
    return wanted.filter { it in present && manager.isProviderEnabled(it) }
  }

  private fun mayBePrecise() = granted(Manifest.permission.ACCESS_FINE_LOCATION)

  private fun mayBeApproximate() = mayBePrecise() || granted(Manifest.permission.ACCESS_COARSE_LOCATION)

  private fun granted(permission: String) =
    ContextCompat.checkSelfPermission(activity, permission) == PackageManager.PERMISSION_GRANTED

  /** Listens to every provider until a fix is good enough or the time is up. Main thread only. */
  private inner class Search(
    private val invoke: Invoke,
    private val manager: LocationManager,
    private val providers: List<String>
  ) : LocationListener {
    private var best: Location? = null
    private var ended = false
    private var wantedMetres = GOOD_METRES
    private val timeUp = Runnable { end() }
    private val settle = Runnable {
      wantedMetres = ACCEPTABLE_METRES
      endIfGoodEnough()
    }

    @SuppressLint("MissingPermission") // asked for in `locate`; a withdrawal is caught
    fun start(waitMs: Long) {
      main.postDelayed(timeUp, waitMs)
      main.postDelayed(settle, waitMs / 4)
      try {
        providers.forEach { manager.requestLocationUpdates(it, 0L, 0f, this, Looper.getMainLooper()) }
        providers.mapNotNull(manager::getLastKnownLocation).forEach(::consider)
      } catch (withdrawn: SecurityException) {
        fail("location is not permitted", "denied")
      } catch (vanished: IllegalArgumentException) {
        fail("a location provider disappeared", "disabled")
      }
    }

    override fun onLocationChanged(location: Location) = consider(location)

    // Android 7 to 10 call these three; without a body the call would crash the app.
    override fun onProviderEnabled(provider: String) = Unit

    override fun onProviderDisabled(provider: String) = Unit

    @Deprecated("Only Android 9 and older call it")
    override fun onStatusChanged(provider: String?, status: Int, extras: Bundle?) = Unit

    private fun consider(location: Location) {
      if (ended || !isReal(location) || ageMs(location) > OLDEST_MS) return
      val known = best
      if (known == null || doubtMetres(location) < doubtMetres(known)) best = location
      endIfGoodEnough()
    }

    private fun endIfGoodEnough() {
      val fix = best ?: return
      val fresh = ageMs(fix) <= FRESH_MS
      val worthWaiting = wantedMetres == GOOD_METRES && providers.contains(LocationManager.GPS_PROVIDER)
      if (!ended && fresh && fix.accuracy <= wantedMetres && (isBySatellite(fix) || !worthWaiting)) end()
    }

    private fun end() {
      val fix = best
      if (fix == null) {
        fail("no fix in the time given", "timeout")
      } else if (close()) {
        invoke.resolve(describe(fix))
      }
    }

    private fun fail(message: String, code: String) {
      if (close()) invoke.reject(message, code)
    }

    /** False when it had ended before: an invoke may be answered once. */
    private fun close(): Boolean {
      if (ended) return false
      ended = true
      main.removeCallbacks(timeUp)
      main.removeCallbacks(settle)
      manager.removeUpdates(this)
      return true
    }
  }

  private fun describe(fix: Location) = JSObject().apply {
    put("latitude", fix.latitude)
    put("longitude", fix.longitude)
    put("accuracyMetres", fix.accuracy.toDouble())
    if (fix.hasAltitude()) put("altitudeMetres", fix.altitude)
    put("provider", fix.provider ?: "unknown")
    put("ageMs", ageMs(fix))
    put("mock", isMock(fix))
  }

  private companion object {
    /** Good enough to tell one farmhouse from the next. */
    const val GOOD_METRES = 30f

    /** Wider than this counts as a poor fix; a quarter of the time is enough to hope for better. */
    const val ACCEPTABLE_METRES = 100f

    /** Nobody walks to another house in this time. */
    const val FRESH_MS = 10_000L

    /** An older fix is another visit's. */
    const val OLDEST_MS = 120_000L

    fun ageMs(fix: Location): Long =
      ((SystemClock.elapsedRealtimeNanos() - fix.elapsedRealtimeNanos) / 1_000_000).coerceAtLeast(0)

    /** Networks in China may answer in another datum, hundreds of metres off, without saying so. */
    const val NETWORK_DOUBT_METRES = 100f

    fun isBySatellite(fix: Location): Boolean = fix.provider == LocationManager.GPS_PROVIDER

    /** Metres of doubt: what the receiver says, and a walking pace for every second since. */
    fun doubtMetres(fix: Location): Float {
      val datum = if (isBySatellite(fix)) 0f else NETWORK_DOUBT_METRES
      return fix.accuracy + datum + 1.4f * ageMs(fix) / 1_000f
    }

    /** A fix without accuracy proves nothing, and (0, 0) is what broken providers answer. */
    fun isReal(fix: Location): Boolean =
      fix.hasAccuracy() && fix.accuracy > 0f && !(fix.latitude == 0.0 && fix.longitude == 0.0)

    fun isMock(fix: Location): Boolean =
      if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
        fix.isMock
      } else {
        @Suppress("DEPRECATION")
        fix.isFromMockProvider
      }
  }
}
