package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
)

// result is one kind with one number of objects behind one latency.
type result struct {
	Kind      string  `json:"kind"`
	N         int     `json:"n"`
	LatencyMS int64   `json:"latency_ms"`
	Peer      bool    `json:"peer,omitempty"`   // a provider of others
	Seeded    bool    `json:"seeded,omitempty"` // the objects were there, the state was made by a refresh
	Create    *step   `json:"create,omitempty"`
	Plan      step    `json:"plan"`                // nothing has changed
	Floor     step    `json:"no_refresh,omitzero"` // the same with -refresh=false
	Change    step    `json:"one_change,omitzero"`
	Destroy   *step   `json:"destroy,omitempty"`
	Ratio     float64 `json:"plan_to_no_refresh,omitempty"`
	PeakMB    float64 `json:"provider_peak_mb"` // highest of all steps
	StateMB   float64 `json:"state_mb"`
	// Data is the same number of terraform_data resources, of Terraform alone.
	Data *result `json:"terraform_data,omitempty"`
}

// step is one command of the CLI.
type step struct {
	Seconds        float64        `json:"seconds"`
	CLICPU         float64        `json:"cli_cpu_seconds,omitempty"` // without the provider
	ProviderCPU    float64        `json:"provider_cpu_seconds"`
	ProviderPeakMB float64        `json:"provider_peak_mb"`
	Requests       int            `json:"requests"`
	Operations     map[string]int `json:"operations,omitempty"`
}

// bench is the settings of a run.
type bench struct {
	cli         string
	tofu        bool
	parallelism int
	repeat      int // plans of which the fastest counts
	applyMost   int // objects that are created by an apply; more of them are seeded
	ours        plugin
	log         func(format string, args ...any)
}

// measure takes a kind through its life, with the whole configuration, against platforms of its own.
func (b *bench) measure(ctx context.Context, config string, k kind, p plugin, n int, latency time.Duration) (r result, err error) {
	dir, err := os.MkdirTemp("", "iptv-bench-")
	if err != nil {
		return result{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	platforms := estate.Start()
	defer platforms.Close()

	w, err := newWorkspace(dir, b.cli, b.parallelism, p, platforms, config)
	if err != nil {
		return result{}, err
	}
	var ids []string
	if k.prepare != nil {
		ids = k.prepare(platforms, n)
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return result{}, err
	}
	w.set("n", fmt.Sprint(n))
	if ids != nil {
		w.set("ids", string(list))
	}
	platforms.SetLatency(latency)

	r = result{Kind: k.name, N: n, LatencyMS: latency.Milliseconds(), Seeded: n > b.applyMost && k.seed != nil}
	if r.Seeded {
		platforms.SetLatency(0)
		err = b.adopt(w, k.seed(platforms, n, ids))
		if err == nil && !k.alone {
			_, _, err = w.run(ctx, 0, "apply", "-refresh-only", "-auto-approve")
		}
		platforms.SetLatency(latency)
	} else {
		r.Create, err = b.step(ctx, w, 0, "apply", "-auto-approve")
	}
	if err == nil {
		err = b.plans(ctx, w, k, &r)
	}
	if err == nil && !r.Seeded {
		r.Destroy, err = b.step(ctx, w, 0, "destroy", "-auto-approve")
	}
	if err != nil {
		return result{}, fmt.Errorf("%s, n=%d, %s: %w", k.name, n, latency, err)
	}
	r.sum()
	return r, nil
}

func (b *bench) step(ctx context.Context, w *workspace, want int, args ...string) (*step, error) {
	s, _, err := w.run(ctx, want, args...)
	return &s, err
}

// plans measures what users wait for every day.
func (b *bench) plans(ctx context.Context, w *workspace, k kind, r *result) error {
	info, err := os.Stat(w.file("config/terraform.tfstate"))
	if err != nil {
		return err
	}
	r.StateMB = round(float64(info.Size())/(1<<20), 3)
	for i := range b.repeat {
		plan, _, err := w.run(ctx, 0, "plan", "-detailed-exitcode")
		if err != nil {
			return err
		}
		if i == 0 || plan.Seconds < r.Plan.Seconds {
			r.Plan = plan
		}
		if k.alone {
			continue
		}
		floor, _, err := w.run(ctx, 0, "plan", "-detailed-exitcode", "-refresh=false")
		if err != nil {
			return err
		}
		if i == 0 || floor.Seconds < r.Floor.Seconds {
			r.Floor = floor
		}
	}
	if k.alone {
		return nil
	}
	w.set("change", "changed")
	change, output, err := w.run(ctx, 2, "plan", "-detailed-exitcode")
	if err != nil {
		return err
	}
	if !onlyChanges.MatchString(output) {
		return fmt.Errorf("a new value of the variable change has to change objects, and nothing else:\n%s", excerpt(output))
	}
	w.set("change", "")
	r.Change = change
	return nil
}

// adopt writes a state that knows of the objects what seed says.
func (b *bench) adopt(w *workspace, objects []object) error {
	type instance struct {
		Index      int            `json:"index_key"`
		Attributes map[string]any `json:"attributes"`
	}
	type resource struct {
		Mode      string     `json:"mode"`
		Type      string     `json:"type"`
		Name      string     `json:"name"`
		Provider  string     `json:"provider"`
		Instances []instance `json:"instances"`
	}
	host := "registry.terraform.io"
	if b.tofu {
		host = "registry.opentofu.org"
	}
	var resources []*resource
	known := map[string]*resource{}
	for _, o := range objects {
		address := o.kind + "." + o.name
		if known[address] == nil {
			provider := fmt.Sprintf("provider[%q]", host+"/"+b.ours.source)
			if o.kind == "terraform_data" {
				provider = `provider["terraform.io/builtin/terraform"]`
			}
			known[address] = &resource{Mode: "managed", Type: o.kind, Name: o.name, Provider: provider}
			resources = append(resources, known[address])
		}
		known[address].Instances = append(known[address].Instances, instance{len(known[address].Instances), o.attributes})
	}
	content, err := json.Marshal(map[string]any{"version": 4, "serial": 1, "lineage": "bench", "resources": resources})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.file("config"), "terraform.tfstate"), content, 0o600)
}

// sum fills in what follows from the steps.
func (r *result) sum() {
	if r.Floor.Seconds > 0 {
		r.Ratio = round(r.Plan.Seconds/r.Floor.Seconds, 2)
	}
	for _, s := range []*step{r.Create, &r.Plan, &r.Floor, &r.Change, r.Destroy} {
		if s != nil {
			r.PeakMB = max(r.PeakMB, s.ProviderPeakMB)
		}
	}
}

func round(value float64, digits int) float64 {
	scale := math.Pow10(digits)
	return math.Round(value*scale) / scale
}

// data is the terraform_data kind beside k.
func data(k kind) kind {
	floor := kind{name: "terraform_data", config: k.floor, alone: true, prepare: k.prepare}
	if strings.Contains(k.floor, "count") {
		floor.seed = seedData
	}
	return floor
}

func seedData(_ *estate.Server, n int, _ []string) []object {
	return each(n, "terraform_data", func(i int) map[string]any {
		value := map[string]any{"value": fmt.Sprintf("Object %06d", i), "type": "string"}
		return map[string]any{"id": fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "input": value, "output": value}
	})
}
