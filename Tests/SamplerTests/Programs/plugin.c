/* A library whose function calls back. FRAME_BYTES is the size of its frame. */
void plugin_run(void (*call)(void)) {
    char room[FRAME_BYTES];
    __asm__ volatile("" : : "r"(room) : "memory");
    call();
    __asm__ volatile("" : : "r"(room) : "memory");
}
