package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A later run replaces the cases that it measured again, and keeps the others.
func TestReport_keep(t *testing.T) {
	dir := t.TempDir()
	run := func(cli, command string, results ...result) (*report, error) {
		r := &report{CLI: cli, Commands: []string{command}, dir: dir, log: func(string, ...any) {}}
		err := r.keep()
		for _, one := range results {
			one.Plan = step{Seconds: 0.4, Requests: 9}
			err = errors.Join(err, r.add(one))
		}
		return r, err
	}
	if _, err := run("Terraform", "first", result{Kind: "iptv_line", N: 10, Ratio: 1}, result{Kind: "iptv_line", N: 100}); err != nil {
		t.Fatal(err)
	}
	r, err := run("Terraform", "second", result{Kind: "iptv_line", N: 10, Ratio: 2}, result{Kind: "icareus_channel", N: 10})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Results) != 3 || r.Results[0].Kind != "icareus_channel" || r.Results[1].Ratio != 2 || r.Results[2].N != 100 {
		t.Errorf("the results are %+v", r.Results)
	}
	table, err := os.ReadFile(filepath.Join(dir, "scaling.txt")) //nolint:gosec // of the test
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(table), "second\nfirst\n") {
		t.Errorf("the table is\n%s", table)
	}
	if _, err := run("OpenTofu", "third"); err == nil {
		t.Error("results of two CLIs were put together")
	}
}

func TestReport_chart(t *testing.T) {
	plan := step{Seconds: 1.5, Requests: 9}
	beside := &result{Plan: plan}
	svg, err := (&report{Results: []result{
		{Kind: "peer", N: 10, LatencyMS: 50, Plan: plan, Peer: true},
		{Kind: "data iptv_lines", N: 10, LatencyMS: 50, Plan: plan},
		{Kind: "iptv_line", N: 10, LatencyMS: 50, Plan: plan, Data: beside}, {Kind: "iptv_line", N: 100, LatencyMS: 50, Plan: plan,
			Data: beside},
	}}).chart()
	if err != nil {
		t.Fatal(err)
	}
	for decoder := xml.NewDecoder(bytes.NewReader(svg)); ; {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range []string{"peer", "iptv_line", "terraform_data", "one request an object"} {
		if !bytes.Contains(svg, []byte(line)) {
			t.Errorf("the chart has no line %s", line)
		}
	}
	if bytes.Contains(svg, []byte("data iptv_lines")) {
		t.Error("the chart has a line for a data source")
	}
}

// The exponent of growth is 1 for what is linear and 2 for the square, from the next smaller number behind the same latency.
func TestReport_growth(t *testing.T) {
	r := &report{}
	for n, seconds := range map[int]float64{10: 0.5, 100: 5, 1000: 500} {
		r.Results = append(r.Results, result{Kind: "iptv_line", N: n, LatencyMS: 50, Plan: step{Seconds: seconds}})
	}
	r.Results = append(r.Results, result{Kind: "iptv_line", N: 999, LatencyMS: 0, Plan: step{Seconds: 1}})
	for n, want := range map[int]string{10: "-", 100: "1.0", 1000: "2.0"} {
		for _, one := range r.Results {
			if one.N == n {
				if got := r.growth(one, func(s step) float64 { return s.Seconds }); got != want {
					t.Errorf("n = %d: %s, want %s", n, got, want)
				}
			}
		}
	}
}

func TestUsage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "usage")
	for _, u := range []usage{{PeakMB: 20, Seconds: 1}, {PeakMB: 50, Seconds: 0.5}, {PeakMB: 30, Seconds: 2}} {
		if err := record(file, u); err != nil {
			t.Fatal(err)
		}
	}
	got, err := takeUsage(file)
	if err != nil || got != (usage{PeakMB: 50, Seconds: 3.5}) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err = takeUsage(file); err != nil || got != (usage{}) {
		t.Errorf("taken twice: %+v, %v", got, err)
	}
}
