package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
)

// options is what the flags say.
type options struct {
	addr        string
	latency     time.Duration
	quiet       bool
	log         bool
	summary     bool
	version     bool
	printSchema bool
	printSeed   bool
	document    *seed.Document // nil for the standard objects
	faults      []simulator.Fault
	variants    []string
	copy        string // file to copy a live estate into
	customers   []string
	passwords   bool
	command     []string // after --, empty for none
}

// parse reads the arguments. The error has been reported; it is flag.ErrHelp where help was asked for.
func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	if i := slices.Index(args, "--"); i >= 0 {
		args, o.command = args[:i], args[i+1:]
		if len(o.command) == 0 {
			return o, refuse(stderr, "there is no command after --.")
		}
	}
	flags := flag.NewFlagSet("iptv-sim", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { usage(flags, stderr) }
	flags.StringVar(&o.addr, "addr", "", "`host:port` to listen on; without a host it is 127.0.0.1, with port 0 any free one (default "+
		"127.0.0.1:8080, with a command any free port)")
	var file string
	flags.StringVar(&file, "seed", "", "`file` that says what the platforms have, - for standard input; see -print-seed and -print-schema")
	flags.BoolVar(&o.printSeed, "print-seed", false, "print a small seed to begin with")
	flags.BoolVar(&o.printSchema, "print-schema", false, "print the JSON Schema of a seed")
	flags.Func("fault", "a `fault` such as 'create line: 504 after', see below; may be repeated", func(text string) error {
		fault, err := estate.ParseFault(text)
		o.faults = append(o.faults, fault)
		return err
	})
	flags.Func("variant", "`name` of behaviour that a reference leaves open, see below; may be repeated", func(name string) error {
		o.variants = append(o.variants, name)
		return estate.New().SetVariant(name)
	})
	flags.StringVar(&o.copy, "copy", "", "read the live estate that the provider's environment variables name, by reads only, into a seed "+
		"`file`, - for standard output; nothing is served")
	flags.Func("customer", "`id` of a Telecom X customer to copy beside TELECOMX_CUSTOMER_ID; may be repeated", func(id string) error {
		if !customerID.MatchString(id) {
			return errors.New("24 hexadecimal characters are wanted")
		}
		o.customers = append(o.customers, id)
		return nil
	})
	flags.BoolVar(&o.passwords, "with-passwords", false, "copy passwords, tokens and secrets too; without it the simulator makes up others")
	flags.DurationVar(&o.latency, "latency", 0, "delay of every response, such as 50ms")
	flags.BoolVar(&o.quiet, "quiet", false, "print the base address only; nothing with a command")
	flags.BoolVar(&o.log, "log", false, "log a line a request to standard error: time, operation, status, duration")
	flags.BoolVar(&o.summary, "summary", false, "print the number of requests by operation at the end, to standard error")
	flags.BoolVar(&o.version, "version", false, "print the version")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	switch {
	case flags.NArg() > 0 && len(o.command) == 0:
		return o, refuse(stderr, "unexpected argument %q. Put -- before a command: iptv-sim -- %s. See -help.", flags.Arg(0), flags.Arg(0))
	case flags.NArg() > 0:
		return o, refuse(stderr, "unexpected argument %q: everything before -- is a flag, see -help.", flags.Arg(0))
	case o.copy != "" && (len(o.command) > 0 || file != ""):
		return o, refuse(stderr, "-copy serves nothing: omit the command and -seed.")
	case o.copy == "" && (len(o.customers) > 0 || o.passwords):
		return o, refuse(stderr, "-customer and -with-passwords belong to -copy.")
	case o.latency < 0:
		return o, refuse(stderr, "-latency %v is negative.", o.latency)
	case o.addr == "" && len(o.command) > 0:
		o.addr = "127.0.0.1:0"
	case o.addr == "":
		o.addr = "127.0.0.1:8080"
	}
	return o, o.readSeed(file, stderr)
}

var customerID = regexp.MustCompile(`^[0-9A-Fa-f]{24}$`)

func usage(flags *flag.FlagSet, w io.Writer) {
	_, _ = fmt.Fprint(w, "Usage: iptv-sim [flags]\n       iptv-sim [flags] -- command [argument ...]\n\nServes a simulated "+
		"Telecom X, line panel and Icareus Suite. "+
		"With a command, it is run\nwith the provider configured for them by its environment, and its exit code is returned.\n\n")
	flags.PrintDefaults()
	_, _ = fmt.Fprint(w, "\nFaults: "+estate.FaultHelp()+"\nVariants:\n")
	for _, v := range estate.Variants() {
		_, _ = fmt.Fprintf(w, "  %-28s %s\n", v.Name, v.Text)
	}
}

// readSeed reads the document, if any is named.
func (o *options) readSeed(file string, stderr io.Writer) error {
	if file == "" {
		return nil
	}
	var text []byte
	var err error
	if file == "-" {
		text, err = io.ReadAll(os.Stdin)
	} else {
		text, err = os.ReadFile(file) //nolint:gosec // the file is the user's
	}
	if err != nil {
		return refuse(stderr, "cannot read the seed: %v", err)
	}
	o.document, err = seed.Parse(text)
	var all *seed.Error
	switch {
	case errors.As(err, &all):
		return refuse(stderr, "%s is no seed; nothing is served (see -print-schema):\n  %s", file, strings.Join(all.Problems, "\n  "))
	case err != nil:
		return refuse(stderr, "%s is no seed: %v", file, err)
	}
	return nil
}

// estate makes the platforms that the flags describe.
func (o *options) estate() *estate.Server {
	s := estate.New
	if o.document != nil {
		s = o.document.Estate
	}
	platforms := s()
	for _, name := range o.variants {
		_ = platforms.SetVariant(name) // its name has been checked
	}
	platforms.Inject(o.faults...)
	platforms.SetLatency(o.latency)
	return platforms
}

// errRefused is an error that has been reported.
var errRefused = errors.New("refused")

func refuse(stderr io.Writer, format string, values ...any) error {
	_, _ = fmt.Fprintf(stderr, "iptv-sim: "+format+"\n", values...)
	return errRefused
}
