#include "instructions.h"

/* The instructions of DWARF 5, section 7.24, with its names without DW_. */
enum {
    CFA_NOP = 0x00,
    CFA_ADVANCE_1 = 0x02,
    CFA_ADVANCE_2 = 0x03,
    CFA_ADVANCE_4 = 0x04,
    CFA_OFFSET_EXTENDED = 0x05,
    CFA_RESTORE_EXTENDED = 0x06,
    CFA_UNDEFINED = 0x07,
    CFA_SAME_VALUE = 0x08,
    CFA_REGISTER = 0x09,
    CFA_REMEMBER_STATE = 0x0a,
    CFA_RESTORE_STATE = 0x0b,
    CFA_DEFINE = 0x0c,
    CFA_DEFINE_REGISTER = 0x0d,
    CFA_DEFINE_OFFSET = 0x0e,
    CFA_DEFINE_EXPRESSION = 0x0f,
    CFA_EXPRESSION = 0x10,
    CFA_OFFSET_EXTENDED_SIGNED = 0x11,
    CFA_DEFINE_SIGNED = 0x12,
    CFA_DEFINE_OFFSET_SIGNED = 0x13,
    CFA_VALUE_OFFSET = 0x14,
    CFA_VALUE_OFFSET_SIGNED = 0x15,
    CFA_VALUE_EXPRESSION = 0x16,
    CFA_ARGUMENTS_SIZE = 0x2e,
};

/* The location of a register of the caller. */
struct rule {
    enum { RULE_KEPT, RULE_SAVED, RULE_UNDEFINED, RULE_OTHER } kind;
    int64_t offset; /* from the CFA */
};

struct state {
    bool has_cfa; /* a register and an offset */
    uint64_t base;
    int64_t offset;
    struct rule frame_pointer, stack_pointer, return_address;
};

#define REMEMBERED_MAX 8

struct run {
    const struct instructions *program;
    struct state state, initial;
    struct state remembered[REMEMBERED_MAX];
    unsigned remembered_count;
    uint64_t distance; /* of the row from the function's start */
    bool has_failed;   /* an instruction that is not known */
};

static struct rule *rule_of(struct state *state, uint64_t column) {
    switch (column) {
    case COLUMN_FRAME_POINTER: return &state->frame_pointer;
    case COLUMN_STACK_POINTER: return &state->stack_pointer;
    case COLUMN_RETURN_ADDRESS: return &state->return_address;
    default: return NULL; /* of no use here */
    }
}

static void set(struct run *run, uint64_t column, struct rule rule) {
    struct rule *known = rule_of(&run->state, column);
    if (known) *known = rule;
}

static void save(struct run *run, uint64_t column, int64_t factored) {
    int64_t offset = factored * run->program->data_alignment;
    set(run, column, (struct rule){RULE_SAVED, offset});
}

static void restore(struct run *run, uint64_t column) {
    struct rule *initial = rule_of(&run->initial, column);
    if (initial) set(run, column, *initial);
}

static void remember(struct run *run) {
    if (run->remembered_count == REMEMBERED_MAX) {
        run->has_failed = true;
    } else {
        run->remembered[run->remembered_count++] = run->state;
    }
}

static void recall(struct run *run) {
    if (run->remembered_count == 0) {
        run->has_failed = true;
    } else {
        run->state = run->remembered[--run->remembered_count];
    }
}

static void advance(struct run *run, uint64_t factored) {
    run->distance += factored * run->program->code_alignment;
}

static void define_cfa(struct run *run, uint64_t base, int64_t offset) {
    run->state.has_cfa = true;
    run->state.base = base;
    run->state.offset = offset;
}

/* An expression computes a location; other rules use a register and an offset. */
static void skip_expression(struct cursor *cursor) {
    uint64_t bytes = cursor_unsigned(cursor);
    cursor_skip(cursor, bytes);
}

/* The instructions with their operand in the lower six bits. */
static void run_short(struct run *run, struct cursor *cursor, uint8_t instruction) {
    uint8_t operand = instruction & 0x3f;
    switch (instruction >> 6) {
    case 1: advance(run, operand); break;
    case 2: save(run, operand, (int64_t)cursor_unsigned(cursor)); break;
    case 3: restore(run, operand); break;
    }
}

static void run_cfa(struct run *run, struct cursor *cursor, uint8_t instruction) {
    struct state *state = &run->state;
    int64_t factor = run->program->data_alignment;
    switch (instruction) {
    case CFA_DEFINE: {
        uint64_t base = cursor_unsigned(cursor);
        define_cfa(run, base, (int64_t)cursor_unsigned(cursor));
        break;
    }
    case CFA_DEFINE_REGISTER: define_cfa(run, cursor_unsigned(cursor), state->offset); break;
    case CFA_DEFINE_OFFSET: state->offset = (int64_t)cursor_unsigned(cursor); break;
    case CFA_DEFINE_EXPRESSION:
        skip_expression(cursor);
        state->has_cfa = false;
        break;
    case CFA_DEFINE_SIGNED: {
        uint64_t base = cursor_unsigned(cursor);
        define_cfa(run, base, cursor_signed(cursor) * factor);
        break;
    }
    case CFA_DEFINE_OFFSET_SIGNED: state->offset = cursor_signed(cursor) * factor; break;
    }
}

static void run_register(struct run *run, struct cursor *cursor, uint8_t instruction) {
    uint64_t column = cursor_unsigned(cursor);
    switch (instruction) {
    case CFA_OFFSET_EXTENDED: save(run, column, (int64_t)cursor_unsigned(cursor)); break;
    case CFA_RESTORE_EXTENDED: restore(run, column); break;
    case CFA_UNDEFINED: set(run, column, (struct rule){.kind = RULE_UNDEFINED}); break;
    case CFA_SAME_VALUE: set(run, column, (struct rule){.kind = RULE_KEPT}); break;
    case CFA_OFFSET_EXTENDED_SIGNED: save(run, column, cursor_signed(cursor)); break;
    case CFA_REGISTER: case CFA_VALUE_OFFSET: case CFA_VALUE_OFFSET_SIGNED:
        cursor_unsigned(cursor); /* signed numbers are as long */
        set(run, column, (struct rule){.kind = RULE_OTHER});
        break;
    case CFA_EXPRESSION: case CFA_VALUE_EXPRESSION:
        skip_expression(cursor);
        set(run, column, (struct rule){.kind = RULE_OTHER});
        break;
    }
}

static void run_one(struct run *run, struct cursor *cursor) {
    uint8_t instruction = cursor_u8(cursor);
    if (instruction >> 6 != 0) return run_short(run, cursor, instruction);
    switch (instruction) {
    case CFA_NOP: break;
    case CFA_ADVANCE_1: advance(run, cursor_u8(cursor)); break;
    case CFA_ADVANCE_2: advance(run, cursor_u16(cursor)); break;
    case CFA_ADVANCE_4: advance(run, cursor_u32(cursor)); break;
    case CFA_REMEMBER_STATE: remember(run); break;
    case CFA_RESTORE_STATE: recall(run); break;
    case CFA_DEFINE: case CFA_DEFINE_REGISTER: case CFA_DEFINE_OFFSET:
    case CFA_DEFINE_EXPRESSION: case CFA_DEFINE_SIGNED: case CFA_DEFINE_OFFSET_SIGNED:
        run_cfa(run, cursor, instruction);
        break;
    case CFA_OFFSET_EXTENDED: case CFA_RESTORE_EXTENDED: case CFA_UNDEFINED:
    case CFA_SAME_VALUE: case CFA_REGISTER: case CFA_EXPRESSION:
    case CFA_OFFSET_EXTENDED_SIGNED: case CFA_VALUE_OFFSET: case CFA_VALUE_OFFSET_SIGNED:
    case CFA_VALUE_EXPRESSION:
        run_register(run, cursor, instruction);
        break;
    case CFA_ARGUMENTS_SIZE: cursor_unsigned(cursor); break; /* the size of arguments on the stack */
    default: run->has_failed = true;
    }
}

/* Runs up to the last row at or before the requested code. */
static void run_all(struct run *run, struct cursor cursor) {
    while (cursor.place < cursor.end && run->distance <= run->program->distance && !run->has_failed) {
        run_one(run, &cursor);
        run->has_failed |= cursor.has_failed;
    }
}

static struct sampler_row row_of(const struct state *state) {
    struct sampler_row row = {.kind = ROW_UNKNOWN, .offset = (int32_t)state->offset};
    const struct rule *saved = &state->frame_pointer;
    if (state->return_address.kind == RULE_UNDEFINED) {
        row.kind = ROW_OUTERMOST;
        return row;
    }
    bool is_usual = state->has_cfa && row.offset == state->offset &&
                    state->stack_pointer.kind == RULE_KEPT &&
                    state->return_address.kind == RULE_SAVED &&
                    state->return_address.offset == -(int64_t)sizeof(uint64_t) &&
                    saved->kind != RULE_OTHER;
    row.saves_frame_pointer = saved->kind == RULE_SAVED;
    row.frame_pointer_offset = (int16_t)saved->offset;
    if (!is_usual || row.frame_pointer_offset != saved->offset) return row;
    if (state->base == COLUMN_STACK_POINTER) row.kind = ROW_OF_STACK_POINTER;
    if (state->base == COLUMN_FRAME_POINTER) row.kind = ROW_OF_FRAME_POINTER;
    return row;
}

struct sampler_row instructions_run(const struct instructions *program) {
    struct run run = {.program = program};
    run_all(&run, program->common);
    run.initial = run.state;
    run_all(&run, program->own);
    if (run.has_failed) return (struct sampler_row){.kind = ROW_UNKNOWN};
    return row_of(&run.state);
}
