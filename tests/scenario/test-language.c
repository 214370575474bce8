/* Every construct of the language does what C says. */
#include "lessons.h"

#define CLAIM(name, text) static void name (void **state) { (void) state; holds (text); }

/* --- numbers and operators -------------------------------------------------------------------- */

CLAIM (precedence_is_c_s,
       "expect(2 + 3 * 4 == 14); expect((2 + 3) * 4 == 20); expect(1 << 2 + 1 == 8);"
       "expect((1 | 2 == 2) == 1); expect((7 & 3 == 3) == 1); expect(!0 == 1); expect(-2 - -3 == 1);"
       "expect(10 - 3 - 2 == 5); expect(100 / 10 / 2 == 5); expect((6 ^ 3 | 8) == 13); expect(1 || 0 && 0);")
CLAIM (division_truncates_towards_zero, "int a = -7; expect(a / 2 == -3); expect(a % 2 == -1); expect(7 / -2 == -3);")
CLAIM (unsigned_long_is_as_wide_as_the_machine_s,
       "expect(sizeof(unsigned long) == 4); expect(sizeof(void *) == 4); unsigned long x = 0xffffffff; x++; expect(x == 0);"
       "expect(~0UL == 0xffffffff);")
CLAIM (signed_overflow_wraps, "int x = 0x7fffffff; x++; expect(x < 0); expect(x == -2147483647 - 1);")
CLAIM (a_comparison_with_an_unsigned_number_is_unsigned,
       "int m = -1; unsigned int one = 1; expect(m > one); expect(!(-1 < 1U)); expect(-1 < 1); unsigned long u = 5; expect(u < -1);")
CLAIM (division_with_an_unsigned_number_is_unsigned, "int m = -2; unsigned int two = 2; expect(m / two == 0x7fffffff); expect(-2 / 2U == 0x7fffffff);")
CLAIM (small_types_cut_and_extend,
       "u8 a = 300; expect(a == 44); s8 b = 200; expect(b == -56); u16 c = -1; expect(c == 65535); expect((u8)-1 == 255);"
       "expect((s8)255 == -1); char d = 'A'; expect(d + 1 == 'B'); u64 e = 1ULL << 40; expect(e >> 40 == 1); expect((u32)e == 0);")
CLAIM (shifts_of_signed_numbers_keep_the_sign, "int a = -8; expect(a >> 1 == -4); unsigned int b = 0x80000000; expect(b >> 31 == 1);")
CLAIM (a_bool_is_0_or_1, "bool b = 5; expect(b == 1); b = (bool)256; expect(b == true); expect(sizeof(bool) == 1);")
CLAIM (every_assignment_operator_works,
       "int a = 10; a += 5; expect(a == 15); a -= 3; expect(a == 12); a *= 2; expect(a == 24); a /= 5; expect(a == 4);"
       "a %= 3; expect(a == 1); a <<= 6; expect(a == 64); a >>= 2; expect(a == 16); a |= 3; expect(a == 19); a &= 18; expect(a == 18);"
       "a ^= 2; expect(a == 16); int b; int c; b = c = 7; expect(b == 7 && c == 7);")
CLAIM (counting_before_and_after, "int i = 3; expect(i++ == 3); expect(i == 4); expect(++i == 5); expect(i-- == 5); expect(--i == 3);")
CLAIM (the_right_side_is_not_run_where_the_left_decides,
       "int n = 0; 0 && n++; 1 || n++; expect(n == 0); 1 && n++; 0 || n++; expect(n == 2); int z = 0; expect(z == 0 || 10 / z);")
CLAIM (a_conditional_runs_one_side, "int a = 1, b = 2, n = 0; expect((a > b ? a : b) == 2); int r = a ? 5 : n++; expect(r == 5 && n == 0); expect((0 ? 1 : 0 ? 2 : 3) == 3);")
CLAIM (a_comma_gives_its_last, "int a = (1, 2, 3); expect(a == 3);")
CLAIM (numbers_in_every_base, "expect(0x1F == 31); expect(017 == 15); expect(0b101 == 5); expect('\\n' == 10); expect('\\x41' == 'A'); expect(1ul == 1L);")
CLAIM (constants_of_the_kernel,
       "expect(SZ_4K == 4096); expect(SZ_1M == 1024 * SZ_1K); expect(ENOMEM == 12); expect(PAGE_SIZE == 1UL << PAGE_SHIFT);"
       "expect(PAGE_OFFSET == 0xc0000000); expect(NULL == 0); expect(MAX_ORDER == 11); expect((0x12345 & PAGE_MASK) == 0x12000);")

/* --- statements ------------------------------------------------------------------------------- */

CLAIM (if_else_chains, "int r = 0; int x = 2; if (x == 1) r = 1; else if (x == 2) { r = 2; } else r = 3; expect(r == 2); if (x == 9) r = 9; expect(r == 2);")
CLAIM (loops_of_three_kinds,
       "int s = 0; for (int i = 0; i < 5; i++) s += i; expect(s == 10); int n = 3; while (n) { n--; s++; } expect(s == 13);"
       "do s++; while (s < 20); expect(s == 20); do { s++; } while (0); expect(s == 21);")
CLAIM (break_and_continue, "int s = 0; for (int i = 0; i < 10; i++) { if (i == 2) continue; if (i == 5) break; s += i; } expect(s == 8);")
CLAIM (break_leaves_the_innermost, "int n = 0; for (int i = 0; i < 3; i++) for (;;) { n++; break; } expect(n == 3);")
CLAIM (switch_falls_through_and_has_a_default,
       "int r = 0; for (int i = 0; i < 5; i++) switch (i) { case 1: r += 1; case 2: r += 10; break; case 3: { r += 100; break; } default: r += 1000; }"
       "expect(r == 2121); switch (7) { case 1: r = 0; } expect(r == 2121); switch (-1) { case -1: r = 5; } expect(r == 5);")
CLAIM (continue_inside_a_switch_is_the_loop_s, "int r = 0; for (int i = 0; i < 4; i++) { switch (i) { case 2: continue; } r++; } expect(r == 3);")
CLAIM (goto_goes_both_ways,
       "int n = 0;\nagain: n++;\nif (n < 3) goto again;\nexpect(n == 3);\ngoto out;\nn = 100;\nout:\nexpect(n == 3);")
CLAIM (blocks_have_their_own_names, "int x = 1; { int x = 2; expect(x == 2); { int x = 3; expect(x == 3); } expect(x == 2); } expect(x == 1);")
CLAIM (labels_may_be_many_and_last, "int n = 0; if (1) a: b: n = 1; expect(n == 1); { goto end; n = 5; end: } expect(n == 1);")
CLAIM (return_ends_the_scenario, "expect(1); return -ENOMEM; expect(0);")

/* --- functions -------------------------------------------------------------------------------- */

CLAIM (functions_take_and_give, "static int twice(int x) { return 2 * x; }\nint add(int a, unsigned long b) { return twice(a) + b; }\nexpect(add(3, 4) == 10);")
CLAIM (a_prototype_lets_a_function_be_called_before_it, "int f(int);\nint g(void) { return f(2); }\nint f(int x) { return x + 40; }\nexpect(g() == 42);")
CLAIM (arguments_are_copies, "void f(int x) { x = 5; }\nint y = 1; f(y); expect(y == 1);")
CLAIM (functions_see_what_is_declared_outside, "int n = 1;\nvoid bump(void) { n += 10; }\nbump(); bump(); expect(n == 21);")
CLAIM (a_call_inside_an_expression_keeps_the_rest, "int f(int x) { int y = x; for (int i = 0; i < 3; i++) y += i; return y; }\nexpect(100 + f(1) * 10 + f(2) == 100 + 40 + 5);")
CLAIM (each_call_has_its_own_variables, "int f(int x) { int y = x; return y; }\nint g(int x) { int y = x; f(99); return y; }\nexpect(g(7) == 7);")
CLAIM (pointers_reach_the_caller_s_variables, "void set(int *p, int v) { *p = v; }\nint a = 0; set(&a, 5); expect(a == 5);\nint f(void) { int b = 1; set(&b, 9); return b; }\nexpect(f() == 9);")

/* --- types ------------------------------------------------------------------------------------ */

CLAIM (arrays, "int a[4] = {1, 2, 3}; expect(a[0] + a[2] == 4); expect(a[3] == 0); a[3] = 9; expect(*(a + 3) == 9); expect(sizeof(a) == 16);"
       "int m[2][3] = {{1, 2, 3}, {4, 5, 6}}; expect(m[1][2] == 6); expect(sizeof(m[0]) == 12); int d[] = {[2] = 7, 8}; expect(sizeof(d) == 16 && d[3] == 8 && d[0] == 0);"
       "expect(ARRAY_SIZE(d) == 4);")
CLAIM (pointers_walk_arrays, "int a[3] = {5, 6, 7}; int *p = a; p++; expect(*p == 6); expect(p - a == 1); expect(p[1] == 7); expect(&a[2] - p == 1); expect(p > a); expect(*p++ == 6 && *p == 7); p -= 2; expect(p == a);")
CLAIM (structures, "struct point { int x, y; };\nstruct point p = {.y = 2, .x = 1}; expect(p.x == 1 && p.y == 2); struct point *q = &p; q->x = 9; expect(p.x == 9);"
       "struct point r; r = p; expect(r.y == 2); r.y = 3; expect(p.y == 2); expect(sizeof(struct point) == 8); expect(sizeof(p) == 8);")
CLAIM (structures_in_structures_and_arrays, "struct in { u8 a; u32 b; };\nstruct out { struct in i[2]; struct in *next; };\nstruct out o = {.i = {{1, 2}, {3, 4}}}; expect(o.i[1].b == 4); expect(o.next == NULL);"
       "o.next = &o.i[1]; expect(o.next->a == 3); expect(sizeof(struct in) == 8); expect(sizeof(struct out) == 20);")
CLAIM (members_are_aligned_as_on_the_machine, "struct s { char c; u64 d; };\nexpect(sizeof(struct s) == 12);")
CLAIM (enums_count, "enum color { RED, GREEN = 5, BLUE };\nenum color c = BLUE; expect(c == 6 && RED == 0);")
CLAIM (typedefs, "typedef unsigned char byte;\ntypedef struct { byte a, b; } pair;\nbyte x = 300; expect(x == 44); pair p = {1, 2}; expect(p.b == 2); expect(sizeof(pair) == 2);")
CLAIM (sizes_of_the_kernel_s_types, "expect(sizeof(struct page) == 32); expect(sizeof(struct cdev) == 60); expect(sizeof(struct list_head) == 8); expect(sizeof(gfp_t) == 4); expect(sizeof(\"abc\") == 4);")
CLAIM (texts_are_values, "const char *s = \"abc\"; expect(s[0] == 'a' && s[3] == 0); expect(strlen(s) == 3); expect(strcmp(s, \"abd\") < 0); expect(\"x\" \"y\" == \"xy\"); char b[8] = \"hi\"; b[0] = 'H'; expect(strcmp(b, \"Hi\") == 0);")
CLAIM (casts_between_pointers_and_numbers, "int a = 0x01020304; u8 *p = (u8 *)&a; expect(p[0] == 4 && p[3] == 1); unsigned long n = (unsigned long)p; expect((u8 *)n == p); expect(*(u16 *)(p + 2) == 0x0102);")
CLAIM (memset_and_memcpy, "u32 a[4], b[4]; memset(a, 0xff, sizeof(a)); expect(a[3] == 0xffffffff); memcpy(b, a, 8); expect(b[1] == ~0u); expect(memcmp(a, b, 8) == 0);")

/* --- the preprocessor -------------------------------------------------------------------------- */

CLAIM (macros_are_text, "#define N 1 + 2\n#define TWICE (N) * 2\nexpect(N * 3 == 7);\nexpect(TWICE == 6);\n#define SELF SELF\n#include <linux/mm.h>\nint SELF = 1; expect(SELF);")
CLAIM (comments_and_joined_lines, "/* a\n b */ int x = /* c */ 5; // end \\\n still a comment\nexpect(x \\\n == 5);")

/* --- the kernel -------------------------------------------------------------------------------- */

CLAIM (pages_are_counted_by_their_struct, "struct page *a = alloc_pages(GFP_KERNEL, 4); expect(page_to_pfn(a + 1) == page_to_pfn(a) + 1); expect((unsigned long)(a + 1) - (unsigned long)a == sizeof(struct page));"
       "expect(a - mem_map == page_to_pfn(a)); __free_pages(a, 4);")
CLAIM (memory_is_written_and_read, "u32 *p = (u32 *)get_zeroed_page(GFP_KERNEL); expect(p[3] == 0); p[3] = 0x12345678; expect(*(u8 *)&p[3] == 0x78); expect(p[3] == 0x12345678); free_page((unsigned long)p);")
CLAIM (structures_may_lie_in_pages, "struct node { int v; struct node *next; };\nstruct node *n = page_address(alloc_page(GFP_KERNEL)); n->v = 3; n->next = n; expect(n->next->next->v == 3); free_page((unsigned long)n);")
CLAIM (another_cpu_has_its_own_lists,
       "struct page *a = alloc_page(GFP_KERNEL); __free_page(a); struct page *b; on_cpu(1) { expect(smp_processor_id() == 1); b = alloc_page(GFP_KERNEL); } expect(smp_processor_id() == 0);"
       "expect(b != a); struct page *c = alloc_page(GFP_KERNEL); expect(c == a); __free_page(b); __free_page(c);")
CLAIM (leaving_on_cpu_by_any_way_comes_back,
       "for (int i = 0; i < 2; i++) on_cpu(1) { if (i == 0) continue; break; } expect(smp_processor_id() == 0);\nint f(void) { on_cpu(1) { on_cpu(0) { return smp_processor_id(); } } return 9; }\nexpect(f() == 0); expect(smp_processor_id() == 0);\n"
       "on_cpu(1) { on_cpu(0) { goto out; } }\nout: expect(smp_processor_id() == 0);")
CLAIM (each_cpu_has_its_own_variable,
       "DEFINE_PER_CPU(int, hits);\nthis_cpu_inc(hits); on_cpu(1) { this_cpu_add(hits, 5); } expect(per_cpu(hits, 0) == 1); expect(per_cpu(hits, 1) == 5); per_cpu(hits, 1) = 7; on_cpu(1) expect(this_cpu_read(hits) == 7); expect(*per_cpu_ptr(&hits, 0) == 1);")
CLAIM (names_of_zones_are_equal_texts, "expect(zone_of(pfn_to_page(0x100)) == \"DMA\"); const char *z = \"Normal\"; expect(nr_free(z, 10) > 0); char own[] = \"Normal\"; expect(nr_free(own, 10) == nr_free(z, 10));")
CLAIM (random_numbers_are_the_seed_s, "unsigned long a = random_seeded(1000), b = random_seeded(1000); expect(a < 1000 && b < 1000); expect(random_seeded(1) == 0);")
CLAIM (file_scope_statics_are_zero, "static int major; static struct { int a, b; } s; expect(major == 0 && s.b == 0);")

static void
what_is_printed_stands_in_the_log (void **state)
{
  g_autoptr (Lesson) lesson = lesson_ran ("printk(KERN_INFO \"a=%d %5u|%-4x|%04X %s %c%%\\n\", -1, 7, 0xab, 0xcd, \"hey\", 'z');\n"
                                          "pr_err(\"%lu %p %px %zu %llu\\n\", 1UL, NULL, (void *)0xc0000000, sizeof(int), 1ULL << 40);\n"
                                          "gfp_t g = GFP_KERNEL; pr_info(\"%pGg %s\\n\", &g, zone_of(pfn_to_page(1)));");
  const SimMachine *machine = timeline_machine (lesson_timeline (lesson));
  g_autoptr (GString) log = g_string_new (NULL);
  (void) state;

  for (size_t i = 0; i < sim_log_length (machine); i++)
    g_string_append_c (log, sim_log_char (machine, i));
  assert_string_equal (log->str, "a=-1     7|ab  |00CD hey z%\n1 00000000 c0000000 4 1099511627776\nGFP_KERNEL DMA\n");
}

static void
values_are_shown_as_the_kernel_prints_them (void **state)
{
  (void) state;
  shows ("struct page *a = pfn_to_page(0x1a40);", "a", "0xc3fb4800 (pfn 0x1a40)");
}

static void
values_of_many_types_are_shown (void **state)
{
  (void) state;
  shows ("gfp_t g = GFP_KERNEL | __GFP_ZERO;", "g", "GFP_KERNEL|__GFP_ZERO");
  shows ("bool b = 3;", "b", "true");
  shows ("int e = -ENOMEM;", "e", "-12 (-ENOMEM)");
  shows ("unsigned long n = 42;", "n", "42");
  shows ("int a[3] = {1, 2};", "a", "{1, 2, 0}");
  shows ("struct { int x; void *p; } s = {.x = 4};", "s", "{.x = 4, .p = NULL}");
  shows ("int u;", "u", "?");
  shows ("const char *z = zone_of(pfn_to_page(1));", "z", "\"DMA\"");
  shows ("phys_addr_t p = page_to_phys(pfn_to_page(0x1a40));", "p", "0x01a40000");
  shows ("DEFINE_PER_CPU(int, c);\nthis_cpu_inc(c);", "c", "{1, 0}");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test (name)
    T (precedence_is_c_s), T (division_truncates_towards_zero), T (unsigned_long_is_as_wide_as_the_machine_s),
    T (signed_overflow_wraps), T (a_comparison_with_an_unsigned_number_is_unsigned), T (division_with_an_unsigned_number_is_unsigned),
    T (small_types_cut_and_extend), T (shifts_of_signed_numbers_keep_the_sign), T (a_bool_is_0_or_1), T (every_assignment_operator_works),
    T (counting_before_and_after), T (the_right_side_is_not_run_where_the_left_decides), T (a_conditional_runs_one_side),
    T (a_comma_gives_its_last), T (numbers_in_every_base), T (constants_of_the_kernel), T (if_else_chains), T (loops_of_three_kinds),
    T (break_and_continue), T (break_leaves_the_innermost), T (switch_falls_through_and_has_a_default),
    T (continue_inside_a_switch_is_the_loop_s), T (goto_goes_both_ways), T (blocks_have_their_own_names),
    T (labels_may_be_many_and_last), T (return_ends_the_scenario), T (functions_take_and_give),
    T (a_prototype_lets_a_function_be_called_before_it), T (arguments_are_copies), T (functions_see_what_is_declared_outside),
    T (a_call_inside_an_expression_keeps_the_rest), T (each_call_has_its_own_variables), T (pointers_reach_the_caller_s_variables),
    T (arrays), T (pointers_walk_arrays), T (structures), T (structures_in_structures_and_arrays),
    T (members_are_aligned_as_on_the_machine), T (enums_count), T (typedefs), T (sizes_of_the_kernel_s_types), T (texts_are_values),
    T (casts_between_pointers_and_numbers), T (memset_and_memcpy), T (macros_are_text), T (comments_and_joined_lines),
    T (pages_are_counted_by_their_struct), T (memory_is_written_and_read), T (structures_may_lie_in_pages),
    T (another_cpu_has_its_own_lists), T (leaving_on_cpu_by_any_way_comes_back), T (each_cpu_has_its_own_variable),
    T (names_of_zones_are_equal_texts), T (random_numbers_are_the_seed_s), T (file_scope_statics_are_zero),
    T (what_is_printed_stands_in_the_log), T (values_are_shown_as_the_kernel_prints_them), T (values_of_many_types_are_shown),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
