// The benchmark runs a real Terraform or OpenTofu CLI over many objects on the simulated platforms, and tells what
// creating, planning and destroying them costs, beside Terraform's own resources and any other provider.
// See docs/guides/scaling.md. It runs on Linux and macOS.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/cli"
)

const usageText = `Usage: make bench [BENCHARGS='FLAGS']

Another provider is measured in the same run with -provider PATH and -template FILE, any number of times, in pairs.
PATH is its binary, FILE a whole configuration in HCL whose first "source" names the provider. It may declare
  n            number of objects to make
  change       a new value changes one object in place, or a few, and nothing else
  endpoint     base address of the simulated platforms
  telecomx_token, customer_id; panel_api_key, panel_user_token; icareus_token, organization_id
               what opens them
  ids          IDs of 20 channels of Telecom X
Of what its objects may refer to, the standard objects of the simulator exist.

Flags:
`

type pairs struct{ providers, templates []string }

func main() {
	if provider := os.Getenv(envProvider); provider != "" && strings.HasPrefix(filepath.Base(os.Args[0]), "terraform-provider-") {
		os.Exit(shim(provider, os.Getenv(envUsage)))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench failed:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	var peers pairs
	flag.Usage = func() { _, _ = fmt.Fprint(flag.CommandLine.Output(), usageText); flag.PrintDefaults() }
	named := flag.String("cli", "", "`path` of the terraform or tofu to use; without it, the first one on PATH")
	names := flag.String("types", "", "comma-separated `names`: "+kindNames()+"; all without it")
	numbers := flag.String("n", "", "comma-separated `numbers` of objects, 1 and more (default 10,100,1000; with -full 3000 and 10000 "+
		"as well)")
	delays := flag.String("latency", "", "comma-separated `delays` of every response (default 50ms; with -full 0, 20ms and 100ms as well)")
	full := flag.Bool("full", false, "the long form: hours")
	repeat := flag.Int("repeat", 1, "plans to run, of which the fastest counts")
	parallelism := flag.Int("parallelism", 10, "of the CLI")
	applyMost := flag.Int("apply-most", 100, "`number` of objects up to which they are created by an apply, and destroyed; more are put "+
		"into the platforms and the state")
	root := flag.String("root", "../..", "`directory` of this provider's module, and of relative paths")
	out := flag.String("out", "", "`directory` for scaling.json, scaling.txt and scaling.svg, whose earlier results are kept; without "+
		"it nothing is written")
	flag.Func("provider", "`path` of another provider's binary; needs -template",
		func(v string) error { peers.providers = append(peers.providers, v); return nil })
	flag.Func("template", "`file` with the configuration of the -provider before it",
		func(v string) error { peers.templates = append(peers.templates, v); return nil })
	flag.Parse()
	if err := os.Chdir(*root); err != nil {
		return err
	}

	chosen, err := choose(*names)
	if err != nil {
		return err
	}
	if *numbers == "" {
		*numbers = "10,100,1000"
		if *full {
			*numbers += ",3000,10000"
		}
	}
	if *delays == "" {
		*delays = "50ms"
		if *full {
			*delays = "0,20ms,50ms,100ms"
		}
	}
	ns, err := parseAll(*numbers, strconv.Atoi)
	if err != nil || slices.Min(ns) < 1 {
		return fmt.Errorf("-n %s: numbers of 1 and more are needed", *numbers)
	}
	latencies, err := parseAll(*delays, time.ParseDuration)
	if err != nil {
		return fmt.Errorf("-latency: %w", err)
	}
	b := &bench{
		parallelism: *parallelism, repeat: max(*repeat, 1), applyMost: *applyMost,
		log: func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) },
	}
	if b.cli, err = cli.Find(*named); err != nil {
		return err
	}
	b.tofu = cli.IsOpenTofu(b.cli)
	dir, err := os.MkdirTemp("", "iptv-bench-provider-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if b.ours, err = build(ctx, dir); err != nil {
		return err
	}
	others, err := peers.load()
	if err != nil {
		return err
	}
	report, err := newReport(ctx, b, *out, command(flag.CommandLine))
	if err != nil {
		return err
	}
	if err := b.all(ctx, chosen, others, ns, latencies, report); err != nil {
		return err
	}
	return report.table(os.Stdout)
}
