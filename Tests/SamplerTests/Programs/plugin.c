/* A library whose function calls back. Its frame is as large as FRAME_BYTES says. */
void plugin_run(void (*call)(void)) {
    char room[FRAME_BYTES];
    __asm__ volatile("" : : "r"(room) : "memory");
    call();
    __asm__ volatile("" : : "r"(room) : "memory");
}
