// Command iptv-sim serves the simulated platforms, and prints how to configure the provider for them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// grace is how long running requests may take after an interrupt.
const grace = 2 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run serves until ctx ends and returns the exit code: 2 for wrong arguments, 1 when the address cannot be served.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("iptv-sim", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8080", "`host:port` to listen on; without a host it is 127.0.0.1, with port 0 any free one")
	latency := flags.Duration("latency", 0, "delay of every answer, such as 50ms")
	quiet := flags.Bool("quiet", false, "print the base address only")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	}
	refuse := func(code int, format string, values ...any) int {
		_, _ = fmt.Fprintf(stderr, "iptv-sim: "+format+"\n", values...)
		return code
	}
	if flags.NArg() > 0 {
		return refuse(2, "unexpected argument %q: everything is a flag, see -help.", flags.Arg(0))
	}
	if *latency < 0 {
		return refuse(2, "-latency %v is negative.", *latency)
	}
	host, port, err := net.SplitHostPort(*addr)
	if err != nil {
		return refuse(2, "-addr %q is not an address: %v. Give host:port, such as 127.0.0.1:8080.", *addr, err)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return refuse(1, "cannot listen on %s: %v. Choose another -addr, or 127.0.0.1:0 for any free port.", *addr, err)
	}

	config := settings(listener.Addr())
	if *quiet {
		_, err = fmt.Fprintln(stdout, config.Base)
	} else {
		err = config.print(stdout)
	}
	if err != nil {
		_ = listener.Close()
		return refuse(1, "cannot print the configuration: %v", err)
	}
	if err := serve(ctx, listener, *latency); err != nil {
		return refuse(1, "%v", err)
	}
	return 0
}

// serve ends when ctx does: running requests finish within the grace period, hanging ones are cut.
func serve(ctx context.Context, listener net.Listener, latency time.Duration) error {
	platforms := simulator.New()
	platforms.SetLatency(latency)
	server := &http.Server{Handler: platforms, ConnState: platforms.ConnState, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("cannot serve: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	err := server.Shutdown(last)
	platforms.Close()
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	if err != nil {
		return fmt.Errorf("cannot stop: %w", err)
	}
	return nil
}
