//! Embeds the built screens. The folder must be there even before the UI was ever built,
//! so that a plain `cargo check` works on a fresh clone.

fn main() -> std::io::Result<()> {
    let screens = "../ui/dist/phone";
    std::fs::create_dir_all(screens)?;
    println!("cargo:rerun-if-changed={screens}");
    tauri_build::build();
    Ok(())
}
