package cn.ruhu.app

import android.os.Bundle
import android.os.Environment
import android.view.View
import android.view.WindowManager
import androidx.activity.enableEdgeToEdge
import androidx.core.view.ViewCompat
import androidx.core.view.WindowInsetsCompat
import java.io.File
import java.util.concurrent.TimeUnit

class MainActivity : TauriActivity() {
  override fun onCreate(savedInstanceState: Bundle?) {
    enableEdgeToEdge()
    // Closed until a screen without household data opens it (see ScreenPlugin): forgetting
    // to ask must not leave a household in the list of recent apps.
    window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
    super.onCreate(savedInstanceState)
    keepClearOfBars()
    removeOldCameraFiles()
  }

  /** Old web views know no safe area, so the page is laid out between the bars and above the keyboard. */
  private fun keepClearOfBars() {
    val content = findViewById<View>(android.R.id.content)
    ViewCompat.setOnApplyWindowInsetsListener(content) { view, insets ->
      val covered = insets.getInsets(
        WindowInsetsCompat.Type.systemBars() or
          WindowInsetsCompat.Type.displayCutout() or
          WindowInsetsCompat.Type.ime()
      )
      view.setPadding(covered.left, covered.top, covered.right, covered.bottom)
      WindowInsetsCompat.CONSUMED
    }
  }

  /**
   * The camera app writes its picture here before the page reads it into the encrypted store.
   * A day later the copy has done its work; a younger one may still be on its way.
   */
  private fun removeOldCameraFiles() {
    val folder: File = getExternalFilesDir(Environment.DIRECTORY_PICTURES) ?: return
    val yesterday = System.currentTimeMillis() - TimeUnit.DAYS.toMillis(1)
    Thread {
      folder.listFiles()?.filter { it.isFile && it.lastModified() < yesterday }?.forEach { it.delete() }
    }.start()
  }
}
