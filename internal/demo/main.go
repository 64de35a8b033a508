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
	err := run(ctx, *named, *example)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\ndemo failed:", err)
		os.Exit(1)
	}
	fmt.Printf("\nThe demo took %s.\n", time.Since(started).Round(time.Second))
}

func run(ctx context.Context, named, example string) error {
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
	fmt.Printf("Telecom X, a line panel and Icareus Suite are simulated at %s.\n", platforms.URL())
	terraform, err := prepare(ctx, path, example, dir, platforms)
	if err != nil {
		return err
	}
	return (&tour{terraform: terraform, platforms: platforms}).run(ctx)
}
