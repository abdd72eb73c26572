package cn.ruhu.app

import android.app.Activity
import android.content.Intent
import android.provider.DocumentsContract
import androidx.activity.result.ActivityResult
import app.tauri.annotation.ActivityCallback
import app.tauri.annotation.Command
import app.tauri.annotation.InvokeArg
import app.tauri.annotation.TauriPlugin
import app.tauri.plugin.Invoke
import app.tauri.plugin.Plugin
import java.io.File
import java.io.IOException
import kotlin.concurrent.thread

@InvokeArg
class HandOverArgs {
  lateinit var path: String
  lateinit var name: String
}

/**
 * Lets a person put a copy of a file where he wants it: a folder, a stick. The system's own
 * picker asks; the app needs no permission and sees nothing else.
 */
@TauriPlugin
class FilePlugin(private val activity: Activity) : Plugin(activity) {
  @Command
  fun handOver(invoke: Invoke) {
    val args = invoke.parseArgs(HandOverArgs::class.java)
    val intent = Intent(Intent.ACTION_CREATE_DOCUMENT)
      .addCategory(Intent.CATEGORY_OPENABLE)
      .setType("application/octet-stream")
      .putExtra(Intent.EXTRA_TITLE, args.name)
    startActivityForResult(invoke, intent, "chosen")
  }

  @ActivityCallback
  fun chosen(invoke: Invoke, result: ActivityResult) {
    val target = result.data?.data
    if (result.resultCode != Activity.RESULT_OK || target == null) {
      invoke.reject("nothing was chosen", "cancelled")
      return
    }
    val args = invoke.parseArgs(HandOverArgs::class.java)
    // 200 MB onto a slow stick: not on the thread that draws.
    thread {
      try {
        val out = activity.contentResolver.openOutputStream(target) ?: throw IOException("no stream")
        out.use { stream -> File(args.path).inputStream().use { it.copyTo(stream) } }
        invoke.resolve()
      } catch (error: IOException) {
        // Half a copy would look like a whole one.
        runCatching { DocumentsContract.deleteDocument(activity.contentResolver, target) }
        invoke.reject("the file was not written", "failed", error)
      }
    }
  }
}
