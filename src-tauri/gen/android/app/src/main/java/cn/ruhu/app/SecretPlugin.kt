package cn.ruhu.app

import android.app.Activity
import android.content.Context
import android.provider.Settings
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.util.Base64
import app.tauri.annotation.Command
import app.tauri.annotation.InvokeArg
import app.tauri.annotation.TauriPlugin
import app.tauri.plugin.Invoke
import app.tauri.plugin.JSObject
import app.tauri.plugin.Plugin
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.ProviderException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

@InvokeArg
class ReadSecretArgs {
  lateinit var name: String
}

@InvokeArg
class WriteSecretArgs {
  lateinit var name: String

  /** Base64. */
  lateinit var value: String
}

/**
 * Small secrets, encrypted with a key that never leaves the Android Keystore.
 *
 * The secret behind the household store must not be lost: unsent visits exist nowhere else. So a
 * secret that is there but cannot be read is reported as `unreadable`; it is never replaced here.
 */
@TauriPlugin
class SecretPlugin(private val activity: Activity) : Plugin(activity) {
  private val stored by lazy { activity.getSharedPreferences("secrets", Context.MODE_PRIVATE) }

  @Command
  fun read(invoke: Invoke) {
    val name = invoke.parseArgs(ReadSecretArgs::class.java).name
    val sealed = stored.getString(name, null)
    if (sealed == null) {
      invoke.resolve(JSObject())
      return
    }
    guarded(invoke, "unreadable") {
      val value = unseal(name, Base64.decode(sealed, Base64.NO_WRAP))
      invoke.resolve(JSObject().apply { put("value", Base64.encodeToString(value, Base64.NO_WRAP)) })
    }
  }

  @Command
  fun write(invoke: Invoke) {
    val args = invoke.parseArgs(WriteSecretArgs::class.java)
    guarded(invoke, "unwritable") {
      val value = Base64.decode(args.value, Base64.NO_WRAP)
      val sealed = seal(args.name, value)
      // Some keystores accept what they cannot give back; better to hear of it before it matters.
      if (!unseal(args.name, sealed).contentEquals(value)) {
        throw GeneralSecurityException("the keystore gave back something else")
      }
      // `commit` waits for the disk, `apply` would not.
      val saved = stored.edit().putString(args.name, Base64.encodeToString(sealed, Base64.NO_WRAP)).commit()
      if (saved) invoke.resolve() else invoke.reject("the secret was not saved", "unwritable")
    }
  }

  /** Counts starts of the phone, so that the monotonic clock of one start is not compared with another's. */
  @Command
  fun bootCount(invoke: Invoke) {
    val count = Settings.Global.getInt(activity.contentResolver, Settings.Global.BOOT_COUNT, 0)
    invoke.resolve(JSObject().apply { put("count", count) })
  }

  private fun seal(name: String, value: ByteArray): ByteArray {
    val cipher = Cipher.getInstance(CIPHER)
    cipher.init(Cipher.ENCRYPT_MODE, key() ?: newKey())
    // One secret's bytes must not pass for another's.
    cipher.updateAAD(name.toByteArray())
    val body = cipher.doFinal(value)
    return byteArrayOf(cipher.iv.size.toByte()) + cipher.iv + body
  }

  private fun unseal(name: String, sealed: ByteArray): ByteArray {
    val key = key() ?: throw GeneralSecurityException("the key is gone")
    val ivLength = sealed.firstOrNull()?.toInt() ?: throw GeneralSecurityException("nothing was stored")
    if (ivLength !in 12..16 || sealed.size <= 1 + ivLength) {
      throw GeneralSecurityException("what was stored is too short")
    }
    val cipher = Cipher.getInstance(CIPHER)
    cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, sealed, 1, ivLength))
    cipher.updateAAD(name.toByteArray())
    return cipher.doFinal(sealed, 1 + ivLength, sealed.size - 1 - ivLength)
  }

  private fun key(): SecretKey? =
    KeyStore.getInstance(KEYSTORE).run {
      load(null)
      getKey(KEY_ALIAS, null) as? SecretKey
    }

  private fun newKey(): SecretKey {
    if (stored.all.isNotEmpty()) {
      // Secrets sealed with a lost key: a new key would make the loss final and silent.
      throw GeneralSecurityException("the key is gone")
    }
    val spec = KeyGenParameterSpec.Builder(
      KEY_ALIAS,
      KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
    )
      .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
      .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
      .setKeySize(256)
      // No `setUserAuthenticationRequired`: a new fingerprint would destroy the key and with it
      // unsent visits. The app's own PIN wraps the secret once more.
      .build()
    return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, KEYSTORE).run {
      init(spec)
      generateKey()
    }
  }

  /** Vendors' keystores throw both kinds. Only the kind of failure is told, never what was stored. */
  private fun guarded(invoke: Invoke, code: String, action: () -> Unit) {
    try {
      action()
    } catch (failure: GeneralSecurityException) {
      invoke.reject(failure.javaClass.simpleName, code)
    } catch (failure: ProviderException) {
      invoke.reject(failure.javaClass.simpleName, code)
    } catch (failure: IllegalArgumentException) {
      invoke.reject(failure.javaClass.simpleName, code)
    } catch (failure: java.io.IOException) {
      invoke.reject(failure.javaClass.simpleName, code)
    }
  }

  private companion object {
    const val KEYSTORE = "AndroidKeyStore"
    const val KEY_ALIAS = "ruhu.secrets.1"
    const val CIPHER = "AES/GCM/NoPadding"
    const val TAG_BITS = 128
  }
}
