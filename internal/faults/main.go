// The fault matrix: every operation of every resource type meets every way in which a platform, the way to it, or the
// process itself can fail. After at most one further apply there have to be exactly the objects that were asked for, no
// charge too many, and a state that is what the platform has. What no client can promise is listed with its reason;
// everything else that is not right is an error.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the exit code: 2 for wrong arguments, 1 when a cell is wrong or could not be run.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	m, files, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		_, _ = fmt.Fprintln(stderr, "faults:", err)
		return 2
	}
	started := time.Now()
	r, err := m.run(ctx, stdout)
	if err == nil {
		_, err = fmt.Fprintf(stdout, "\n%s\n%d runs in %s.\n", r.text(), r.runs, time.Since(started).Round(time.Second))
	}
	if err == nil {
		err = r.write(files)
	}
	if err == nil {
		err = r.wrong()
	}
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "faults:", err)
		return 1
	}
	return 0
}

func parse(args []string, stderr io.Writer) (*matrix, []string, error) {
	flags := flag.NewFlagSet("faults", flag.ContinueOnError)
	flags.SetOutput(stderr)
	cli := flags.String("cli", "", "`path` of the terraform or tofu to use; without it, the first one on PATH")
	base := flags.String("url", "", "base `address` of platforms that already run, such as an iptv-sim's; without it, each run gets a "+
		"simulator of its own")
	account := flags.Bool("account", false, "use the endpoints and credentials of the environment, as the provider reads them; creates, "+
		"changes and deletes objects, and costs credits")
	customer := flags.String("customer", "", "with -account: the `id` of the Telecom X customer whose subscription may be changed; "+
		"without it, subscriptions are omitted")
	types := flags.String("types", "", "comma-separated resource types `a,b`; without it, all")
	only := flags.String("faults", "", "comma-separated faults `a,b` as in the table; without it, all")
	jobs := flags.Int("jobs", 24, "how many runs go on at a time; with -url and -account always one")
	var files []string
	flags.Func("out", "`file` in which the table is replaced; can be given more than once, for a whole table only",
		func(file string) error {
			files = append(files, file)
			return nil
		})
	if err := flags.Parse(args); err != nil {
		return nil, nil, err
	}
	if flags.NArg() > 0 {
		return nil, nil, fmt.Errorf("unexpected argument %q: everything is a flag, see -help", flags.Arg(0))
	}
	if *base != "" && *account {
		return nil, nil, errors.New("-url and -account exclude each other")
	}
	m := &matrix{cli: *cli, jobs: max(*jobs, 1)}
	var err error
	switch {
	case *account:
		var a access
		a, err = accountAccess(*customer)
		m.access = &a
		m.jobs = 1
	case *base != "":
		a := simulatorAccess(*base)
		m.access = &a
		m.jobs = 1
	}
	if err != nil {
		return nil, nil, err
	}
	if m.types, err = choose("type", *types, allTypes(), func(t resourceType) string { return t.name }); err != nil {
		return nil, nil, err
	}
	if m.faults, err = choose("fault", *only, allFaults(), func(f fault) string { return f.name }); err != nil {
		return nil, nil, err
	}
	if len(files) > 0 && *types+*only != "" {
		return nil, nil, errors.New("-out takes a whole table: leave -types and -faults out")
	}
	return m, files, nil
}

// choose is the named ones of all, all when names is empty.
func choose[T any](what, names string, all []T, name func(T) string) ([]T, error) {
	if names == "" {
		return all, nil
	}
	var chosen []T
	for wanted := range strings.SplitSeq(names, ",") {
		n := len(chosen)
		var known []string
		for _, one := range all {
			known = append(known, name(one))
			if name(one) == strings.TrimSpace(wanted) {
				chosen = append(chosen, one)
			}
		}
		if len(chosen) == n {
			return nil, fmt.Errorf("there is no %s %q; there are: %s", what, wanted, strings.Join(known, ", "))
		}
	}
	return chosen, nil
}
