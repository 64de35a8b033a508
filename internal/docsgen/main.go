// docsgen writes docs/ from the provider's schema, the examples and the templates, formats the examples, and validates
// what it wrote. With -check it fails where that changed a file, and shows the difference. It runs in the root of the
// repository.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/iptvops/terraform-provider-iptv/internal/cli"
)

// source is the only address under which tfplugindocs finds the schema of a provider whose name it is told.
const source = "registry.terraform.io/hashicorp/iptv"

// generated is the directories that docsgen writes to.
var generated = []string{"docs", "examples"}

type generator struct {
	cli          string // path of a CLI that knows all kinds of types: Terraform 1.14 or later
	tfplugindocs string // path
}

func main() {
	var g generator
	flag.StringVar(&g.cli, "cli", "", "path of a Terraform 1.14 or later; without it, the first one on PATH")
	flag.StringVar(&g.tfplugindocs, "tfplugindocs", "tfplugindocs", "path of tfplugindocs")
	check := flag.Bool("check", false, "fail, and show the difference, where a file changed")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	run := g.generate
	if *check {
		run = g.check
	}
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "docsgen:", err)
		os.Exit(1)
	}
}

// generate formats the examples, and writes and validates docs/.
func (g generator) generate(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "iptv-docsgen-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()

	schema := filepath.Join(dir, "schema.json")
	if err := g.schema(ctx, dir, schema); err != nil {
		return err
	}
	flags := []string{"--provider-name", "terraform-provider-iptv", "--providers-schema", schema}
	if err := g.docs(ctx, append([]string{"generate", "--rendered-provider-name", "IPTV"}, flags...)...); err != nil {
		return err
	}
	return g.docs(ctx, append([]string{"validate"}, flags...)...)
}

// schema formats the examples, and writes the provider's schema to a file in the format of terraform providers schema
// -json. The provider is a development override: no init, no network, no trace outside dir.
func (g generator) schema(ctx context.Context, dir, file string) error {
	path, err := cli.Find(g.cli)
	if err != nil {
		return err
	}
	if err := cli.BuildProvider(ctx, filepath.Join(dir, cli.Binary()), ""); err != nil {
		return err
	}
	config := filepath.Join(dir, "cli.tfrc")
	required := fmt.Sprintf("terraform {\n  required_providers {\n    iptv = { source = %q }\n  }\n}\n", source)
	for name, content := range map[string]string{config: cli.Override(source, dir), filepath.Join(dir, "main.tf"): required} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			return err
		}
	}

	terraform := cli.CLI{Path: path, Env: cli.Environment(config)}
	formatted, err := terraform.Run(ctx, "fmt", "-recursive", "examples")
	if err != nil {
		return err
	}
	fmt.Print(formatted.Output)
	if formatted.Code != 0 {
		return errors.New("cannot format the examples")
	}
	terraform.Dir = dir
	schema, err := terraform.Run(ctx, "providers", "schema", "-json")
	if err != nil {
		return err
	}
	if schema.Code != 0 {
		return fmt.Errorf("cannot read the schema: %s", schema.Output)
	}
	return os.WriteFile(file, []byte(schema.Output), 0o600)
}

// docs runs tfplugindocs, which is heard only when it fails, and then without its debugging.
func (g generator) docs(ctx context.Context, args ...string) error {
	output, err := exec.CommandContext(ctx, g.tfplugindocs, args...).CombinedOutput() //nolint:gosec // the program that make built
	if err == nil {
		return nil
	}
	var lines []string
	for line := range strings.Lines(string(output)) {
		if !strings.Contains(line, "[DEBUG]") {
			lines = append(lines, line)
		}
	}
	return fmt.Errorf("tfplugindocs %s: %w\n%s", args[0], err, strings.Join(lines, ""))
}

// check generates, and fails where that changed a file.
func (g generator) check(ctx context.Context) error {
	before, err := os.MkdirTemp("", "iptv-docsgen-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(before) }()
	for _, dir := range generated {
		if err := errors.Join(os.MkdirAll(dir, 0o750), os.CopyFS(filepath.Join(before, dir), os.DirFS(dir))); err != nil {
			return err
		}
	}
	if err := g.generate(ctx); err != nil {
		return err
	}
	stale := false
	for _, dir := range generated {
		diff := exec.CommandContext(ctx, "git", "--no-pager", "diff", "--no-index", "--exit-code", //nolint:gosec // directories of ours
			filepath.Join(before, dir), dir)
		diff.Stdout, diff.Stderr = os.Stdout, os.Stderr
		var exit *exec.ExitError
		switch err := diff.Run(); {
		case errors.As(err, &exit):
			stale = true
		case err != nil:
			return err
		}
	}
	if stale {
		return errors.New("docs/ or examples/ was stale and is up to date now: commit it")
	}
	return nil
}
