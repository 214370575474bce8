/* call-form.c - builds a call from choices */

#include "call-form.h"

#include <glib/gi18n.h>

#include "call-field.h"
#include "follow.h"
#include "label.h"

struct _PagescapeCallForm
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession *session;
  GArray           *calls;        /* SimCallId, as they stand in the drop-down */

  /* Template */
  GtkDropDown *call;
  GtkLabel    *help;
  GtkGrid     *fields;
  GtkLabel    *explained;
  GtkDropDown *context;
  GtkLabel    *line;
  GtkWidget   *run;

  /* Borrowed */
  PagescapeCallField *inputs[SIM_CALL_MAX_ARGS];
};

G_DEFINE_FINAL_TYPE (PagescapeCallForm, pagescape_call_form, GTK_TYPE_WIDGET)

/* In this order, and before all others: what a lesson is about. */
static const char *const common_calls[] = {
  "alloc_pages", "alloc_page", "__get_free_pages", "get_zeroed_page", "__free_pages", "__free_page",
  "free_pages", "free_page",
};

/* Where a call may stand. */
typedef struct {
  const char *name;
  gboolean    is_code;            /* the name is the kernel's */
  const char *begin, *end;        /* NULL: as it is */
  gboolean    is_block;
  const char *lock;               /* that is needed */
} Context;

static const Context contexts[] = {
  { N_("process context"), FALSE, NULL, NULL, FALSE, NULL },
  { "hardirq", TRUE, "hardirq { ", " }", TRUE, NULL },
  { "softirq", TRUE, "softirq { ", " }", TRUE, NULL },
  { N_("a spinlock is held"), FALSE, "spin_lock(&lock); ", " spin_unlock(&lock);", FALSE, "lock" },
  { N_("preemption is off"), FALSE, "preempt_disable(); ", " preempt_enable();", FALSE, NULL },
};

/* --- the line ------------------------------------------------------------------------------ */

static const SimCallInfo *
chosen_call (PagescapeCallForm *self)
{
  guint at = gtk_drop_down_get_selected (self->call);

  return at < self->calls->len ? sim_call_info (g_array_index (self->calls, SimCallId, at)) : NULL;
}

/* What a call gives is kept in a variable, if it is something that has to be given back. */
static char *
declaration (PagescapeCallForm *self,
             const SimCallInfo *info)
{
  g_autofree char *name = NULL;
  gboolean gives_memory = FALSE;

  for (unsigned i = 0; i < info->n_args; i++)
    gives_memory = gives_memory || info->args[i].type == SIM_TYPE_GFP;
  if (!gives_memory || info->returns == SIM_TYPE_INT || info->returns == SIM_TYPE_STRING)
    return g_strdup ("");

  name = pagescape_session_dup_fresh_name (self->session);
  switch (info->returns)
    {
    case SIM_TYPE_PAGE:
      return g_strdup_printf ("struct page *%s = ", name);
    case SIM_TYPE_POINTER:
      return g_strdup_printf ("void *%s = ", name);
    default:
      return g_strdup_printf ("unsigned long %s = ", name);
    }
}

/* What it is called in. A variable is declared outside of the braces: it is needed afterwards, to give memory back. */
static void
wrap (PagescapeCallForm *self,
      GString           *line,
      const char        *declared)
{
  guint at = gtk_drop_down_get_selected (self->context);
  const Context *context = at < G_N_ELEMENTS (contexts) ? &contexts[at] : &contexts[0];
  const char *assigned = strchr (declared, '=');
  size_t n_type = 0;

  if (!context->begin)
    return;
  if (line->str[line->len - 1] != ';')
    g_string_append_c (line, ';');
  if (context->is_block && assigned)
    {
      g_autofree char *variable = g_strndup (declared, assigned - declared);

      g_strchomp (variable);
      n_type = strlen (variable);
      while (n_type > 0 && variable[n_type - 1] != ' ' && variable[n_type - 1] != '*')
        n_type--;
      g_string_erase (line, 0, n_type);
      g_string_prepend (line, context->begin);
      g_string_prepend (line, "; ");
      g_string_prepend (line, variable);
    }
  else
    g_string_prepend (line, context->begin);
  if (context->lock && !pagescape_session_is_variable (self->session, context->lock))
    {
      g_autofree char *definition = g_strdup_printf ("DEFINE_SPINLOCK(%s); ", context->lock);

      g_string_prepend (line, definition);
    }
  g_string_append (line, context->end);
}

static void
show_line (PagescapeCallForm *self)
{
  const SimCallInfo *info = chosen_call (self);
  g_autofree char *begin = NULL, *explanation = NULL;
  g_autoptr (GString) line = NULL;

  gtk_widget_set_sensitive (self->run, info != NULL);
  if (!info)
    return;

  begin = declaration (self, info);
  line = g_string_new (begin);
  g_string_append_printf (line, "%s(", info->name);
  for (unsigned i = 0; i < info->n_args && self->inputs[i]; i++)
    {
      g_autofree char *value = pagescape_call_field_dup_value (self->inputs[i]);

      if (!explanation)
        explanation = pagescape_call_field_dup_explanation (self->inputs[i]);

      g_string_append_printf (line, "%s%s", i > 0 ? ", " : "", value);
    }
  /* What answers is asked as an expression: its value is shown. */
  g_string_append (line, info->returns == SIM_TYPE_VOID || *begin ? ");" : ")");
  wrap (self, line, begin);
  pagescape_label_show (self->explained, explanation);

  gtk_label_set_label (self->line, line->str);
}

static void
add_field (PagescapeCallForm *self,
           const SimCallInfo *info,
           unsigned           at)
{
  GtkWidget *label = gtk_label_new (info->args[at].name);
  PagescapeCallField *input = pagescape_call_field_new (self->session, info->args[at].type, info->args[at].name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_hexpand (GTK_WIDGET (input), TRUE);
  g_signal_connect_swapped (input, "changed", G_CALLBACK (show_line), self);

  self->inputs[at] = input;
  gtk_grid_attach (self->fields, label, 0, at, 1, 1);
  gtk_grid_attach (self->fields, GTK_WIDGET (input), 1, at, 1, 1);
}

static void
clear_fields (PagescapeCallForm *self)
{
  GtkWidget *child;

  memset (self->inputs, 0, sizeof self->inputs);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->fields))))
    gtk_grid_remove (self->fields, child);
}

static void
call_chosen_cb (PagescapeCallForm *self)
{
  const SimCallInfo *info = chosen_call (self);

  clear_fields (self);
  if (!info || !self->session || !pagescape_session_get_lesson (self->session))
    return;

  gtk_label_set_label (self->help, info->help ? _(info->help) : "");
  for (unsigned i = 0; i < info->n_args; i++)
    add_field (self, info, i);
  show_line (self);
}

static gboolean
is_common (const char *name)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (common_calls); i++)
    if (strcmp (common_calls[i], name) == 0)
      return TRUE;

  return FALSE;
}

static void
list_call (PagescapeCallForm *self,
           GtkStringList     *names,
           SimCallId          id)
{
  gtk_string_list_append (names, sim_call_info (id)->name);
  g_array_append_val (self->calls, id);
}

static void
opened_cb (PagescapeCallForm *self)
{
  const SimMachine *machine = pagescape_session_get_machine (self->session);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const SimProfile *profile;

  g_array_set_size (self->calls, 0);
  clear_fields (self);
  if (!machine)
    return;

  profile = sim_profile (machine);
  for (unsigned i = 0; i < G_N_ELEMENTS (common_calls); i++)
    if (sim_call_by_name (common_calls[i]) != SIM_N_CALLS && !sim_profile_lacks (profile, common_calls[i]))
      list_call (self, names, sim_call_by_name (common_calls[i]));
  for (unsigned i = 0; i < SIM_N_CALLS; i++)
    if (!is_common (sim_call_info (i)->name) && !sim_profile_lacks (profile, sim_call_info (i)->name))
      list_call (self, names, i);

  gtk_drop_down_set_model (self->call, G_LIST_MODEL (names));
  call_chosen_cb (self);
}

static void
list_contexts (PagescapeCallForm *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (contexts); i++)
    gtk_string_list_append (names, contexts[i].is_code ? contexts[i].name : _(contexts[i].name));
  gtk_drop_down_set_model (self->context, G_LIST_MODEL (names));
}

/* The variables may be others than when the form was last open. */
static void
mapped_cb (PagescapeCallForm *self)
{
  if (self->session)
    call_chosen_cb (self);
}

static void
context_chosen_cb (PagescapeCallForm *self)
{
  if (self->session && pagescape_session_get_lesson (self->session))
    show_line (self);
}

static void
run_cb (PagescapeCallForm *self)
{
  const char *line = gtk_label_get_label (self->line);

  if (*line)
    g_signal_emit_by_name (self, "composed", line);
}

/* --- the class ----------------------------------------------------------------------------- */

static void
pagescape_call_form_dispose (GObject *object)
{
  PagescapeCallForm *self = PAGESCAPE_CALL_FORM (object);
  GtkWidget *child;

  pagescape_call_form_set_session (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_pointer (&self->calls, g_array_unref);

  G_OBJECT_CLASS (pagescape_call_form_parent_class)->dispose (object);
}

static void
pagescape_call_form_class_init (PagescapeCallFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_call_form_dispose;

  g_signal_new ("composed", PAGESCAPE_TYPE_CALL_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/call-form.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeCallForm, call);
  gtk_widget_class_bind_template_child (widget_class, PagescapeCallForm, help);
  gtk_widget_class_bind_template_child (widget_class, PagescapeCallForm, fields);
  gtk_widget_class_bind_template_child (widget_class, PagescapeCallForm, explained);
  gtk_widget_class_bind_template_child (widget_class, PagescapeCallForm, context);
  gtk_widget_class_bind_template_child (widget_class, PagescapeCallForm, line);
  gtk_widget_class_bind_template_child (widget_class, PagescapeCallForm, run);
  gtk_widget_class_bind_template_callback (widget_class, call_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, context_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
pagescape_call_form_init (PagescapeCallForm *self)
{
  self->calls = g_array_new (FALSE, FALSE, sizeof (SimCallId));
  gtk_widget_init_template (GTK_WIDGET (self));
  pagescape_label_set_drop_down_name (self->call, NULL);
  pagescape_label_set_drop_down_name (self->context, NULL);
  list_contexts (self);
  g_signal_connect_swapped (self, "map", G_CALLBACK (mapped_cb), self);
}

void
pagescape_call_form_set_session (PagescapeCallForm *self,
                                 PagescapeSession  *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "opened", G_CALLBACK (opened_cb) },
  };

  g_return_if_fail (PAGESCAPE_IS_CALL_FORM (self));

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (session)
    opened_cb (self);
}
