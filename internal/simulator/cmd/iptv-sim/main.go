// Command iptv-sim serves the simulated platforms, alone or for the time of a command.
//
//	iptv-sim                      serves until Ctrl-C and prints how to configure the provider
//	iptv-sim -- terraform test    serves on a free port, runs the command against it and ends with its exit code
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"
)

// version is set by the linker.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// options is what the flags say.
type options struct {
	addr    string
	latency time.Duration
	quiet   bool
	log     bool
	summary bool
	version bool
	command []string // after --, empty for none
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
	flags.Usage = func() {
		_, _ = fmt.Fprint(stderr, "Usage: iptv-sim [flags]\n       iptv-sim [flags] -- command [argument ...]\n\nServes a simulated "+
			"Telecom X, line panel and Icareus Suite. "+
			"With a command, it is run\nwith the provider configured for them by its environment, and its exit code is returned.\n\n")
		flags.PrintDefaults()
	}
	flags.StringVar(&o.addr, "addr", "", "`host:port` to listen on; without a host it is 127.0.0.1, with port 0 any free one (default "+
		"127.0.0.1:8080, with a command any free port)")
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
	case o.latency < 0:
		return o, refuse(stderr, "-latency %v is negative.", o.latency)
	case o.addr == "" && len(o.command) > 0:
		o.addr = "127.0.0.1:0"
	case o.addr == "":
		o.addr = "127.0.0.1:8080"
	}
	return o, nil
}

// errRefused is an error that has been reported.
var errRefused = errors.New("refused")

func refuse(stderr io.Writer, format string, values ...any) error {
	_, _ = fmt.Fprintf(stderr, "iptv-sim: "+format+"\n", values...)
	return errRefused
}

// run serves until ctx or the command ends. It returns the exit code: the command's, 2 for wrong arguments, 1 when the
// address cannot be served.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case o.version:
		_, _ = fmt.Fprintln(stdout, "iptv-sim", version)
		return 0
	}
	host, port, err := net.SplitHostPort(o.addr)
	if err != nil {
		_ = refuse(stderr, "-addr %q is not an address: %v. Give host:port, such as 127.0.0.1:8080.", o.addr, err)
		return 2
	}
	if host == "" {
		host = "127.0.0.1"
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		_ = refuse(stderr, "cannot listen on %s: %v. Choose another -addr, or 127.0.0.1:0 for any free port.", o.addr, err)
		return 1
	}
	stderr = shared(stderr)
	s := serve(listener, o, stderr)
	code := 0
	if len(o.command) > 0 {
		code = runCommand(ctx, o.command, settings(listener.Addr()), stdout, stderr)
	} else if err = announce(settings(listener.Addr()), o, stdout); err == nil {
		err = s.wait(ctx)
	}
	if err = errors.Join(err, s.stop(ctx)); err != nil {
		_ = refuse(stderr, "%v", err)
		code = max(code, 1)
	}
	if o.summary {
		s.summarize(stderr)
	}
	return code
}

// announce prints how to reach the platforms.
func announce(a access, o options, stdout io.Writer) error {
	if o.quiet {
		_, err := fmt.Fprintln(stdout, a.Base)
		return err
	}
	return a.print(stdout)
}
