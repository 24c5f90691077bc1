#include "stack.h"

#include "real.h"

#include <unwind.h>

static struct sampler_library own;

static _Unwind_Reason_Code note(struct _Unwind_Context *context, void *collected) {
    struct sampler_stack *stack = collected;
    uint64_t address = _Unwind_GetIP(context);
    if (address == 0) return _URC_END_OF_STACK;
    if (sampler_library_has(own, (const void *)address)) return _URC_NO_REASON;
    if (stack->depth == SAMPLER_STACK_DEPTH_MAX) return _URC_END_OF_STACK;
    stack->addresses[stack->depth++] = address;
    return _URC_NO_REASON;
}

void sampler_stack_read(struct sampler_stack *stack) {
    stack->depth = 0;
    _Unwind_Backtrace(note, stack);
}

void sampler_stack_start(void) {
    own = sampler_library_of((const void *)(uintptr_t)&sampler_stack_start);
    struct sampler_stack stack;
    sampler_stack_read(&stack);
}
