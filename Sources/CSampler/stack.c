#include "stack.h"

#include "real.h"
#include "rows.h"

#include <stdbool.h>
#include <string.h>
#include <sys/auxv.h>
#include <unwind.h>

static struct sampler_library own;
/* The data that the kernel placed above the main thread's stack. */
static uint64_t main_end;

static bool is_full(const struct sampler_stack *stack) {
    return stack->depth == SAMPLER_STACK_DEPTH_MAX;
}

static void add(struct sampler_stack *stack, uint64_t address) {
    if (sampler_library_has(own, (const void *)address)) return;
    stack->addresses[stack->depth++] = address;
}

/* --- By the unwinder --- */

static _Unwind_Reason_Code note(struct _Unwind_Context *context, void *collected) {
    struct sampler_stack *stack = collected;
    uint64_t address = _Unwind_GetIP(context);
    if (address == 0 || is_full(stack)) return _URC_END_OF_STACK;
    add(stack, address);
    return _URC_NO_REASON;
}

static void unwind(struct sampler_stack *stack) {
    stack->depth = 0;
    _Unwind_Backtrace(note, stack);
}

/* --- By cached rows --- */

#if defined(__x86_64__)

struct frame {
    uint64_t code, stack_pointer, frame_pointer;
};

/* The upper bound of the stack's end: glibc keeps a thread's own data above its stack. */
static uint64_t end_of_stack(uint64_t stack_pointer) {
    uint64_t thread = (uintptr_t)__builtin_thread_pointer();
    return stack_pointer < thread ? thread : main_end;
}

static uint64_t word_at(uint64_t address) {
    uint64_t word;
    memcpy(&word, (const void *)address, sizeof word);
    return word;
}

/* Moves from a frame to its caller's; false if that requires the unwinder. */
static bool leave_frame(struct frame *frame, struct sampler_row row, uint64_t end) {
    uint64_t base = row.kind == ROW_OF_STACK_POINTER ? frame->stack_pointer : frame->frame_pointer;
    uint64_t caller = base + (uint64_t)(int64_t)row.offset;
    if (row.kind == ROW_UNKNOWN || caller % sizeof(uint64_t) != 0 ||
        caller <= frame->stack_pointer || caller > end) {
        return false;
    }
    if (row.saves_frame_pointer) {
        uint64_t saved = caller + (uint64_t)(int64_t)row.frame_pointer_offset;
        if (saved < frame->stack_pointer || saved >= caller) return false;
        frame->frame_pointer = word_at(saved);
    }
    frame->code = word_at(caller - sizeof(uint64_t));
    frame->stack_pointer = caller;
    return true;
}

/* Returns false at a frame of a form that only the unwinder supports. */
static bool walk(struct sampler_stack *stack) {
    struct frame frame;
    __asm__("lea (%%rip), %0\n\tmov %%rsp, %1\n\tmov %%rbp, %2"
            : "=a"(frame.code), "=c"(frame.stack_pointer), "=d"(frame.frame_pointer));
    uint64_t end = end_of_stack(frame.stack_pointer);
    stack->depth = 0;
    while (frame.code != 0 && !is_full(stack)) {
        add(stack, frame.code);
        /* A call may be a function's last instruction. */
        struct sampler_row row = sampler_row_at(frame.code - 1);
        if (row.kind == ROW_OUTERMOST) return true;
        if (!leave_frame(&frame, row, end)) return false;
    }
    return true;
}

#else

static bool walk(struct sampler_stack *stack) {
    (void)stack;
    return false;
}

#endif

bool sampler_stack_read(struct sampler_stack *stack) {
    if (walk(stack)) return true;
    unwind(stack);
    return false;
}

bool sampler_stack_is_unwinders(const struct sampler_stack *stack) {
    struct sampler_stack unwound;
    unwind(&unwound);
    return unwound.depth == stack->depth &&
           memcmp(unwound.addresses, stack->addresses, stack->depth * sizeof stack->addresses[0]) == 0;
}

void sampler_stack_start(void) {
    own = sampler_library_of((const void *)(uintptr_t)&sampler_stack_start);
    main_end = getauxval(AT_RANDOM);
    struct sampler_stack stack;
    unwind(&stack);
}
