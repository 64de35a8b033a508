// Command iptv-sim serves the simulated platforms, alone or for the time of a command.
//
//	iptv-sim                                      serves until Ctrl-C and prints how to configure the provider
//	iptv-sim -- terraform test                    serves on a free port, runs the command against it, ends with its exit code
//	iptv-sim -seed seed.json -- terraform test    the same, with what the document says on the platforms
//	iptv-sim -copy seed.json                      reads a live estate into such a document
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
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
)

// version is set by the linker; go run MODULE@VERSION has it in the module.
var version = "dev"

func main() {
	if info, ok := debug.ReadBuildInfo(); ok && version == "dev" && info.Main.Version != "" && info.Main.Version != "(devel)" {
		version = strings.TrimPrefix(info.Main.Version, "v")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run serves until ctx or the command ends. It returns the exit code: the command's, 2 for wrong arguments, 1 when the
// address cannot be served or the estate not be copied.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	}
	if text := o.printed(); text != "" {
		_, _ = fmt.Fprint(stdout, text)
		return 0
	}
	if o.copy != "" {
		return runCopy(ctx, o, stdout, stderr)
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
	s, platforms := serve(listener, o, stderr), settings(listener.Addr(), o.document)
	code := 0
	if len(o.command) > 0 {
		if further := platforms.further(); len(further) > 0 && !o.quiet {
			_, _ = fmt.Fprintf(stderr, "iptv-sim: set for further provider blocks: %s\n", strings.Join(further, ", "))
		}
		code = runCommand(ctx, o.command, platforms, stdout, stderr)
	} else if err = announce(platforms, o, stdout); err == nil {
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

// printed is what the flags that print something ask for.
func (o options) printed() string {
	switch {
	case o.version:
		return "iptv-sim " + version + "\n"
	case o.printSchema:
		return seed.Schema
	case o.printSeed:
		return seed.Sample
	}
	return ""
}

// announce prints how to reach the platforms.
func announce(a access, o options, stdout io.Writer) error {
	if o.quiet {
		_, err := fmt.Fprintln(stdout, a.Base)
		return err
	}
	return a.print(stdout)
}
