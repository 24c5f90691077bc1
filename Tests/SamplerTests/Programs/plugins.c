/* Loads libraries one after another to the same address, and allocates under a function of each. */
#include <dlfcn.h>
#include <stdlib.h>

static void allocate(void) {
    for (int round = 0; round < 1000; round++) {
        void *block = malloc(1024);
        __asm__ volatile("" : "+r"(block));
        free(block);
    }
}

int main(int count, char **libraries) {
    void *first = NULL;
    for (int index = 1; index < count; index++) {
        void *library = dlopen(libraries[index], RTLD_NOW);
        void (*run)(void (*)(void)) = library ? (void (*)(void (*)(void)))dlsym(library, "plugin_run") : NULL;
        if (!run) return 2;
        if (first && (void *)run != first) return 3;
        first = (void *)run;
        run(allocate);
        dlclose(library);
    }
    return 0;
}
