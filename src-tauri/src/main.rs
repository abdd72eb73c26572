//! The desktop's way in; Android loads the library itself.

fn main() {
    ruhu_lib::run();
}
