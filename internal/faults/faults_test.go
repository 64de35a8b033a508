package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/cli"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// A part of the matrix: each fault a few times, over all types. `make faults` runs the whole.
func TestSample(t *testing.T) {
	t.Parallel()
	m := &matrix{cli: os.Getenv("TF_ACC_TERRAFORM_PATH"), types: allTypes(), faults: allFaults(), jobs: 12, sample: 2}
	if _, err := cli.Find(m.cli); err != nil {
		t.Log("only what needs no CLI is run:", err)
		m.faults = slices.DeleteFunc(m.faults, func(f fault) bool { return !f.inProcess() })
	}
	report, err := m.run(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	if err := report.wrong(); err != nil {
		t.Error(err)
	}
	t.Log(report.text())
}

// What is not right is found: the verdicts of the matrix mean something.
func TestFindings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*resourceType)
		want   string
	}{
		"an object too many": {func(r *resourceType) {
			objects := r.objects
			r.objects = func(ctx context.Context, w *world) ([]object, error) {
				all, err := objects(ctx, w)
				return append(all, object{id: "another"}), err
			}
		}, "2 objects on the platform instead of 1"},
		"an object that is lost": {func(r *resourceType) {
			r.objects = func(context.Context, *world) ([]object, error) { return nil, nil }
		}, "is in state and not on the platform"},
		"another value": {func(r *resourceType) {
			objects := r.objects
			r.objects = func(ctx context.Context, w *world) ([]object, error) {
				all, err := objects(ctx, w)
				for _, o := range all {
					o.values["description"] = "Changed"
				}
				return all, err
			}
		}, `description is "All day" in state and "Changed" on the platform`},
		"a charge too many": {func(r *resourceType) {
			paid := 0.0
			r.spent = func(context.Context, *world) (float64, error) { paid++; return paid, nil }
		}, "1 charges instead of 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource := channelType()
			c.change(&resource)
			o, err := (&runner{prefix: "finding"}).run(t.Context(), cell{resource: resource, operation: resource.operations[0]}, 1)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(o.problems, func(problem string) bool { return strings.Contains(problem, c.want) }) {
				t.Errorf("no %q among %q", c.want, o.problems)
			}
		})
	}
}

// How a panel responds to a request ID that it knows is documented nowhere. Whatever it does, nothing is charged twice.
func TestRepeatedRequestID(t *testing.T) {
	t.Parallel()
	lost := slices.DeleteFunc(allFaults(), func(f fault) bool { return !f.inProcess() || !f.commit || f.outage || f.slow })
	for name, response := range map[string]simpanel.RID{"409": simpanel.RIDConflict,
		"error in 200": simpanel.RIDErrorInOK,
		"forgotten":    simpanel.RIDForgotten} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			line := lineType()
			line.simulate = func(s *estate.Server) {
				s.Panel.SetVariants(func(v *simpanel.Variants) { v.RID = response })
			}
			line.operations = slices.DeleteFunc(line.operations, func(o operation) bool { return o.name != "create" && o.name != "renew" })
			m := &matrix{types: []resourceType{line}, faults: lost, jobs: 12}
			report, err := m.run(t.Context(), t.Output())
			if err != nil {
				t.Fatal(err)
			}
			if err := report.wrong(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A second platform behind the same address is as good as the simulator in process.
func TestRunningPlatform(t *testing.T) {
	t.Parallel()
	s := estate.Start()
	defer s.Close()
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"-url", s.URL(), "-types", "icareus_channel,iptv_line", "-faults", "token"}, &stdout,
		&stderr); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	if n := strings.Count(stdout.String(), "right"); n != len(channelType().operations)+len(lineType().operations) {
		t.Errorf("%d fields are right:\n%s", n, stdout.String())
	}
	if channels, lines := len(s.Icareus.Channels(simicareus.Organization)), len(s.Panel.Lines()); channels+lines != 0 {
		t.Errorf("%d channels and %d lines are left behind", channels, lines)
	}
}

func TestArguments(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"extra"}, {"-types", "iptv_unknown"}, {"-faults", "unknown"}, {"-url", "http://127.0.0.1:1", "-account"}, {"-out", "file",
			"-types", "iptv_line"}, {"-no-such-flag"},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), args, &stdout, &stderr); code != 2 || stderr.Len() == 0 {
			t.Errorf("%q: exit code %d, %q", args, code, stderr.String())
		}
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "guide.md")
	if err := os.WriteFile(file, []byte("Before.\n"+begin+"old\n"+end+"After.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	channel := channelType()
	channel.operations = channel.operations[:1]
	faults := allFaults()
	right := outcome{cell: cell{resource: channel, operation: channel.operations[0], fault: &faults[0]}}
	r := &report{types: []resourceType{channel}, faults: faults[:1], outcomes: []outcome{right}}
	for range 2 { // the second time changes nothing
		if err := r.write([]string{file}); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file) //nolint:gosec // the test's own
	if err != nil {
		t.Fatal(err)
	}
	want := "Before.\n" + begin + "\n| type | operation | 500 before |\n|---|---|---|\n| `icareus_channel` | create | right |\n\n" +
		"The faults:\n\n- **500 before**: HTTP 500 without having done anything.\n\n" + end + "After.\n"
	if string(text) != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	if err := os.WriteFile(file, []byte("no place"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.write([]string{file}); err == nil {
		t.Error("a file without a place for the table is no error")
	}
}

// The guide shows every type, operation and fault that there is, and nothing that is wrong.
func TestGuide(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../templates/guides/reliability.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), begin)
	for _, f := range allFaults() {
		if !strings.Contains(table, " "+f.name+" |") {
			t.Errorf("the table has no column %s: run make faults", f.name)
		}
	}
	for _, r := range allTypes() {
		for _, op := range r.operations {
			if !strings.Contains(table, "| `"+r.name+"` | "+op.name+" |") {
				t.Errorf("the table has no row %s, %s: run make faults", r.name, op.name)
			}
		}
	}
	if strings.Contains(table, "WRONG") {
		t.Error("the table shows a cell that is wrong")
	}
}
