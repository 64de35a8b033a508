package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
)

func kindNames() string { return strings.Join(order(), ", ") }

// choose is the kinds of the given names, all without names.
func choose(names string) ([]kind, error) {
	if names == "" {
		return kinds, nil
	}
	return parseAll(names, func(name string) (kind, error) {
		i := slices.IndexFunc(kinds, func(k kind) bool { return k.name == name })
		if i < 0 {
			return kind{}, fmt.Errorf("there is no type %q: choose among %s", name, kindNames())
		}
		return kinds[i], nil
	})
}

func parseAll[T any](text string, parse func(string) (T, error)) ([]T, error) {
	var all []T
	for part := range strings.SplitSeq(text, ",") {
		value, err := parse(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		all = append(all, value)
	}
	return all, nil
}

// command is how to run the benchmark again, without the paths of this machine.
func command(flags *flag.FlagSet) string {
	var set []string
	flags.Visit(func(f *flag.Flag) {
		if !slices.Contains([]string{"cli", "root", "out", "provider", "template"}, f.Name) {
			value := f.Value.String()
			if strings.Contains(value, " ") {
				value = strconv.Quote(value)
			}
			set = append(set, "-"+f.Name+"="+value)
		}
	})
	if len(set) == 0 {
		return "make bench"
	}
	return "make bench BENCHARGS='" + strings.Join(set, " ") + "'"
}

// build builds this provider as a release would be.
func build(ctx context.Context, dir string) (plugin, error) {
	path := filepath.Join(dir, "terraform-provider-iptv")
	//nolint:gosec // all arguments are the benchmark's own
	command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, ".")
	if output, err := command.CombinedOutput(); err != nil {
		return plugin{}, fmt.Errorf("cannot build the provider: %w\n%s", err, output)
	}
	return plugin{source: "iptvops/iptv", path: path}, nil
}

// peer is another provider with its kind.
type peer struct {
	plugin
	kind kind
}

// load reads the configurations of the other providers.
func (p pairs) load() ([]peer, error) {
	if len(p.providers) != len(p.templates) {
		return nil, errors.New("each -provider needs its -template")
	}
	var peers []peer
	for i, path := range p.providers {
		content, err := os.ReadFile(filepath.Clean(p.templates[i]))
		if err != nil {
			return nil, err
		}
		source := sourceIn.FindSubmatch(content)
		if source == nil {
			return nil, fmt.Errorf("%s names no source of its provider", p.templates[i])
		}
		path, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(filepath.Base(p.templates[i]), ".tf")
		peers = append(peers, peer{plugin{string(source[1]), path}, kind{name: name, config: string(content), prepare: peerObjects}})
	}
	return peers, nil
}

// peerObjects makes what objects of another provider may refer to, beside the standard objects of the simulator.
func peerObjects(p *estate.Server, n int) []string {
	lineKind.prepare(p, n)
	return packageKind.prepare(p, n)
}

// all measures everything, the cheap first.
func (b *bench) all(ctx context.Context, chosen []kind, peers []peer, ns []int, latencies []time.Duration, report *report) error {
	floors := map[string]*result{}
	for _, n := range ns {
		for _, k := range chosen {
			if k.most > 0 && n > k.most {
				continue
			}
			beside, err := b.beside(ctx, floors, k, n)
			if err != nil {
				return err
			}
			for _, latency := range latencies {
				r, err := b.measure(ctx, header+variables+k.config, k, b.ours, n, latency)
				if err != nil {
					return err
				}
				r.Data = beside
				if err := report.add(r); err != nil {
					return err
				}
			}
		}
		for _, p := range peers {
			if n > b.applyMost {
				continue
			}
			for _, latency := range latencies {
				r, err := b.measure(ctx, p.kind.config, p.kind, p.plugin, n, latency)
				if err != nil {
					return err
				}
				r.Peer = true
				if err := report.add(r); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// beside is the terraform_data beside a kind, measured once for all that have the same.
func (b *bench) beside(ctx context.Context, done map[string]*result, k kind, n int) (*result, error) {
	if k.floor == "" {
		return nil, nil //nolint:nilnil // there is none
	}
	key := fmt.Sprint(n, k.floor)
	if done[key] == nil {
		r, err := b.measure(ctx, variables+k.floor, data(k), plugin{}, n, 0)
		if err != nil {
			return nil, err
		}
		done[key] = &r
	}
	return done[key], nil
}
