fn main() {
    ruhu_lib::run();
}
