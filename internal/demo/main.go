// The demo runs a real Terraform or OpenTofu CLI on examples/complete against the simulated platforms, and says at each
// step what is shown and why. It leaves nothing behind and fails when a step is not what it says.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/cli"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
)

func main() {
	named := flag.String("cli", "", "path of the terraform or tofu to use; without it, the first one on PATH")
	example := flag.String("example", "examples/complete", "the configuration to run")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	started := time.Now()
	s := newScreen(os.Stdout)
	err := run(ctx, *named, *example, s)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\ndemo failed:", err)
		os.Exit(1)
	}
	s.print("", "\nThe demo took %s and has left nothing behind.", time.Since(started).Round(time.Second))
	next(s)
}

// next is what to try after the demo.
func next(s *screen) {
	s.print(bold, "\nTry next, without an account:")
	for _, try := range []struct{ command, text string }{
		{"go build -o iptv-sim ./internal/simulator/cmd/iptv-sim", "the simulated platforms, for configurations of your own"},
		{"./iptv-sim -print-seed > seed.json", "what they have: edit it"},
		{"make install", "the provider, where terraform init finds it"},
		{"./iptv-sim -seed seed.json -- terraform test", "or plan, or apply"},
		{"./iptv-sim -fault 'create line: 504 after' -- terraform apply", "a response that is lost, and nothing paid twice"},
	} {
		s.command(try.command)
		s.note("%s", try.text)
	}
	s.print("", "\nRead docs/guides/test-your-configuration.md, and examples/complete for what was applied here.")
}

func run(ctx context.Context, named, example string, s *screen) error {
	path, err := cli.Find(named)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "iptv-demo-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()

	platforms := estate.Start()
	defer platforms.Close()
	s.print("", "Telecom X, a line panel and Icareus Suite are simulated at %s.", platforms.URL())
	terraform, err := prepare(ctx, path, example, dir, platforms, s)
	if err != nil {
		return err
	}
	return (&tour{terraform: terraform, platforms: platforms}).run(ctx)
}
