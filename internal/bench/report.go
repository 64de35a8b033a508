package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/iptvops/terraform-provider-iptv/internal/cli"
)

// report is everything that a run tells.
type report struct {
	CLI      string   `json:"cli"`
	Go       string   `json:"go"`
	Machine  string   `json:"machine"`
	Commands []string `json:"commands"`
	Results  []result `json:"results"`

	dir string // "" to store nothing
	log func(format string, args ...any)
}

func newReport(ctx context.Context, b *bench, dir, command string) (*report, error) {
	r := &report{
		Go: runtime.Version(), Machine: fmt.Sprintf("%s/%s, %d processors", runtime.GOOS, runtime.GOARCH, runtime.NumCPU()),
		Commands: []string{command}, dir: dir, log: b.log,
	}
	if version, err := (cli.CLI{Path: b.cli, Env: cli.Environment(os.DevNull)}).Run(ctx, "version"); err == nil && version.Code == 0 {
		r.CLI, _, _ = strings.Cut(version.Output, "\n")
	}
	return r, r.keep()
}

// add puts a result in the place of an earlier one of the same case, and stores what there is.
func (r *report) add(one result) error {
	r.log("%s, n=%d, %d ms: plan %.2f s, %.2f s without refresh, %d requests, %.0f MB",
		one.Kind, one.N, one.LatencyMS, one.Plan.Seconds, one.Floor.Seconds, one.Plan.Requests, one.PeakMB)
	r.Results = slices.DeleteFunc(r.Results, func(old result) bool {
		return old.Kind == one.Kind && old.N == one.N && old.LatencyMS == one.LatencyMS
	})
	r.Results = append(r.Results, one)
	slices.SortStableFunc(r.Results, func(a, b result) int {
		return cmp.Or(slices.Index(order(), a.Kind)-slices.Index(order(), b.Kind), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.LatencyMS, b.LatencyMS), cmp.Compare(a.N, b.N))
	})
	return r.store()
}

// keep goes on with the results that the directory has already.
func (r *report) keep() error {
	content, err := os.ReadFile(filepath.Join(r.dir, "scaling.json"))
	if r.dir == "" || errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var earlier report
	if err := json.Unmarshal(content, &earlier); err != nil {
		return fmt.Errorf("%s: %w", r.dir, err)
	}
	if earlier.CLI != r.CLI || earlier.Go != r.Go || earlier.Machine != r.Machine {
		return fmt.Errorf("the results in %s are of %s, %s, %s: choose another -out, or remove them", r.dir, earlier.CLI, earlier.Go,
			earlier.Machine)
	}
	r.Results = earlier.Results
	for _, command := range earlier.Commands {
		if !slices.Contains(r.Commands, command) {
			r.Commands = append(r.Commands, command)
		}
	}
	return nil
}

// order is the names of our own kinds in the order of the tables; peers, which it lacks, come first.
func order() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	return names
}

// store writes the data, the table and the chart into the directory, if there is one.
func (r *report) store() error {
	if r.dir == "" {
		return nil
	}
	content, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	var table bytes.Buffer
	if err := r.table(&table); err != nil {
		return err
	}
	chart, err := r.chart()
	if err != nil {
		return err
	}
	return errors.Join(
		os.MkdirAll(r.dir, 0o750),
		os.WriteFile(filepath.Join(r.dir, "scaling.json"), append(content, '\n'), 0o600),
		os.WriteFile(filepath.Join(r.dir, "scaling.txt"), table.Bytes(), 0o600),
		os.WriteFile(filepath.Join(r.dir, "scaling.svg"), chart, 0o600),
	)
}

// table is a line a result; times are seconds of wall clock.
func (r *report) table(out io.Writer) error {
	if _, err := fmt.Fprintf(out, "%s, %s, %s\n%s\n\n", r.CLI, r.Go, r.Machine, strings.Join(r.Commands, "\n")); err != nil {
		return err
	}
	var cells bytes.Buffer
	w := tabwriter.NewWriter(&cells, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(cells ...string) { _, _ = fmt.Fprintln(w, strings.Join(cells, "\t")+"\t") }
	row("", "", "", "seconds", "", "", "", "", "", "", "", "requests", "", "", "processor s", "", "", "memory", "")
	row("objects", "n", "latency", "create", "empty", "no", "ratio", "growth", "one", "destroy", "terraform", "create", "empty", "one",
		"CLI", "provider", "growth", "peak", "state")
	row("", "", "ms", "", "plan", "refresh", "", "", "change", "", "data plan", "", "plan", "change", "empty plan", "empty plan", "",
		"MB", "MB")
	for _, one := range r.Results {
		beside := "-"
		if one.Data != nil {
			beside = seconds(&one.Data.Plan)
		}
		row(one.Kind, fmt.Sprint(one.N), fmt.Sprint(one.LatencyMS), seconds(one.Create), seconds(&one.Plan), seconds(&one.Floor),
			fmt.Sprintf("%.2f", one.Ratio), r.growth(one, func(s step) float64 { return s.Seconds }),
			seconds(&one.Change), seconds(one.Destroy), beside, requests(one.Create), requests(&one.Plan), requests(&one.Change),
			fmt.Sprintf("%.2f", one.Plan.CLICPU), fmt.Sprintf("%.2f", one.Plan.ProviderCPU),
			r.growth(one, func(s step) float64 { return s.CLICPU + s.ProviderCPU }),
			fmt.Sprintf("%.0f", one.PeakMB), fmt.Sprintf("%.2f", one.StateMB))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(cells.String()) {
		if _, err := fmt.Fprintln(out, strings.TrimRight(line, " \n")); err != nil {
			return err
		}
	}
	return nil
}

// growth is the exponent by which a value of the empty plan grows from the next smaller number of objects: 1 is linear, 2
// is the square.
func (r *report) growth(one result, value func(step) float64) string {
	smaller := result{}
	for _, other := range r.Results {
		if other.Kind == one.Kind && other.LatencyMS == one.LatencyMS && other.N < one.N && other.N > smaller.N {
			smaller = other
		}
	}
	if smaller.N == 0 || value(smaller.Plan) <= 0 || value(one.Plan) <= 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", math.Log(value(one.Plan)/value(smaller.Plan))/math.Log(float64(one.N)/float64(smaller.N)))
}

func seconds(s *step) string {
	if s == nil {
		return "-"
	}
	return fmt.Sprintf("%.2f", s.Seconds)
}

func requests(s *step) string {
	if s == nil {
		return "-"
	}
	return fmt.Sprint(s.Requests)
}
