package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
)

// report is the outcomes as the table that the guide shows.
type report struct {
	types    []resourceType
	faults   []fault
	left     map[string]string // types that were not run, with the reason
	outcomes []outcome
	runs     int
}

// row is one operation of a type.
type row struct {
	name, operation string
	verdicts        []verdict
}

func (r *report) rows() []row {
	var rows []row
	for _, t := range r.types {
		if r.left[t.name] != "" {
			continue
		}
		for _, op := range t.operations {
			line := row{name: t.name, operation: op.name}
			for i := range r.faults {
				var of []outcome
				for _, o := range r.outcomes {
					if o.cell.resource.name == t.name && o.cell.operation.name == op.name && o.cell.fault.name == r.faults[i].name {
						of = append(of, o)
					}
				}
				line.verdicts = append(line.verdicts, judge(of))
			}
			rows = append(rows, line)
		}
	}
	return rows
}

// mark is a verdict in one word; note numbers the exceptions that occur.
func mark(v verdict, notes *[]int) string {
	switch {
	case v.runs == 0:
		return "-"
	case len(v.wrong) > 0:
		return "WRONG"
	case v.except > 0:
		n := slices.Index(*notes, v.except)
		if n < 0 {
			*notes = append(*notes, v.except)
			n = len(*notes) - 1
		}
		return fmt.Sprintf("(%d)", n+1)
	}
	return "right"
}

func (r *report) text() string {
	var out bytes.Buffer
	table := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	heading := []string{"type", "operation"}
	for _, f := range r.faults {
		heading = append(heading, f.name)
	}
	_, _ = fmt.Fprintln(table, strings.Join(heading, "\t"))
	var notes []int
	for _, line := range r.rows() {
		fields := []string{line.name, line.operation}
		for _, v := range line.verdicts {
			fields = append(fields, mark(v, &notes))
		}
		_, _ = fmt.Fprintln(table, strings.Join(fields, "\t"))
	}
	_ = table.Flush() // to memory
	for i, note := range notes {
		_, _ = fmt.Fprintf(&out, "\n(%d) %s\n", i+1, exceptions()[note-1].reason)
	}
	for _, t := range r.types {
		if why := r.left[t.name]; why != "" {
			_, _ = fmt.Fprintf(&out, "\n%s was not run: %s\n", t.name, why)
		}
	}
	return out.String()
}

// markdown is the table of the guide.
func (r *report) markdown() string {
	var out strings.Builder
	out.WriteString("| type | operation |")
	for _, f := range r.faults {
		out.WriteString(" " + f.name + " |")
	}
	out.WriteString("\n|---|---|" + strings.Repeat("---|", len(r.faults)) + "\n")
	var notes []int
	for _, line := range r.rows() {
		out.WriteString("| `" + line.name + "` | " + line.operation + " |")
		for _, v := range line.verdicts {
			out.WriteString(" " + mark(v, &notes) + " |")
		}
		out.WriteString("\n")
	}
	out.WriteString("\n")
	for i, note := range notes {
		fmt.Fprintf(&out, "(%d) %s\n\n", i+1, exceptions()[note-1].reason)
	}
	out.WriteString("The faults:\n\n")
	for _, f := range r.faults {
		fmt.Fprintf(&out, "- **%s**: %s.\n", f.name, f.what)
	}
	return out.String()
}

const (
	begin = "<!-- The table is written by `make faults`. -->\n"
	end   = "<!-- End of the table. -->\n"
)

// write replaces what stands between the marks of each file.
func (r *report) write(files []string) error {
	for _, file := range files {
		text, err := os.ReadFile(file) //nolint:gosec // the file that the user names
		if err != nil {
			return err
		}
		head, rest, begins := strings.Cut(string(text), begin)
		_, tail, ends := strings.Cut(rest, end)
		if !begins || !ends {
			return fmt.Errorf("%s has no place for the table: the lines %q and %q", file, begin, end)
		}
		//nolint:gosec // a documentation page
		if err := os.WriteFile(file, []byte(head+begin+"\n"+r.markdown()+"\n"+end+tail), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// wrong is an error with every outcome that is not as it has to be, nil when there is none.
func (r *report) wrong() error {
	var errs []error
	for _, line := range r.rows() {
		for _, v := range line.verdicts {
			for _, o := range v.wrong {
				errs = append(errs, errors.New(o.String()))
			}
		}
	}
	if len(errs) == 0 {
		return nil
	}
	return fmt.Errorf("%d runs are wrong:\n%w", len(errs), errors.Join(errs...))
}
