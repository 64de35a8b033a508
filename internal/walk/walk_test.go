package walk

import (
	"context"
	"flag"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
)

var (
	walkTime  = flag.Duration("walk.time", 45*time.Second, "walk so long")
	walkSeed  = flag.Uint64("walk.seed", 1, "seed of the first hundred walks, and so on from there; 0 walks elsewhere each time")
	walkSteps = flag.Int("walk.steps", 30, "most steps of one walk")
)

func drawStep(t *rapid.T) step {
	small := rapid.IntRange(0, 60)
	s := step{
		Kind: rapid.SampledFrom([]string{
			applies, applies, applies, applies, applies, applies, applies, applies, outside, outside, outside,
			outsideGone, between, imports, taints, poor, waits, destroys,
		}).Draw(t, "kind"),
		First: rapid.IntRange(0, 10).Draw(t, "first"), Parallel: rapid.IntRange(0, 3).Draw(t, "parallel") == 3,
	}
	switch s.Kind {
	case outside, outsideGone, between, imports, taints, poor, destroys:
		s.Slot, s.Pick, s.Value = rapid.IntRange(0, 10).Draw(t, "slot"), rapid.IntRange(0, 9).Draw(t, "pick"), rapid.IntRange(0,
			31).Draw(t, "value")
	case waits:
		s.Wait = rapid.SampledFrom([]time.Duration{time.Minute, 24 * time.Hour, 31 * 24 * time.Hour}).Draw(t, "wait")
	case applies:
		if rapid.IntRange(0, 3).Draw(t, "struck") == 3 {
			s.Fault = rapid.SampledFrom(faults).Draw(t, "fault")
			s.Skip, s.Times = rapid.IntRange(0, 12).Draw(t, "skip"), rapid.SampledFrom([]int{1, 1, 1, 2, 20}).Draw(t, "times")
			s.Writes = rapid.Bool().Draw(t, "writes")
		}
	}
	if s.Expire = rapid.IntRange(0, 20).Draw(t, "expire"); s.Expire > 8 {
		s.Expire = 0
	}
	switch s.Kind {
	case applies, between, taints, poor, waits:
		for range rapid.IntRange(0, 8).Draw(t, "edits") {
			s.Edits = append(s.Edits, edit{rapid.IntRange(0, 10).Draw(t, "block"), small.Draw(t, "knob"),
				rapid.IntRange(0, 11).Draw(t, "to")})
		}
		s.Unknown = rapid.IntRange(0, 4).Draw(t, "unknown") == 4
	}
	return s
}

// play makes the steps in a world of their own.
func play(t *testing.T, icons string, v variant, shape []blueprint, steps []step) (tally map[string]int, err error) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, icons, v, shape)
		tally = w.tally
		defer w.shut()
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v", p)
			}
		}()
		for i, s := range steps {
			tally["steps"]++
			if err = w.take(context.Background(), s); err != nil {
				err = fmt.Errorf("step %d, %s: %w", i, s.Kind, err)
				return
			}
		}
	})
	return tally, err
}

var given = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { names[f.Name] = true })
	return names
})

// isGiven reports whether the command line sets a flag.
func isGiven(name string) bool { return given()[name] }

// The rules of the package hold whatever happens. A change is judged by the same walks as the one before it; make walk
// goes where nobody has been. -walk.time walks longer; rapid prints how to walk a failure again.
func TestWalk(t *testing.T) {
	if _, err := protocol.Schemas(); err != nil { // once, outside the bubbles
		t.Fatal(err)
	}
	icons, all, walks, failed := writeIcons(t), map[string]int{}, 0, false
	begun := time.Now()
	isOver := func() bool { return time.Since(begun) >= *walkTime }
	for seed := *walkSeed; !isOver() && !t.Failed(); seed++ {
		if *walkSeed > 0 && !isGiven("rapid.seed") {
			if err := flag.Set("rapid.seed", strconv.FormatUint(seed, 10)); err != nil {
				t.Fatal(err)
			}
		}
		rapid.Check(t, func(rt *rapid.T) {
			n, m := rapid.IntRange(-len(variants), len(variants)-1).Draw(rt, "variant"), rapid.IntRange(-len(shapes),
				len(shapes)-1).Draw(rt, "shape")
			script := rapid.SliceOfN(rapid.Custom(drawStep), 1, *walkSteps).Draw(rt, "steps")
			// half of the walks are over the platforms as documented, half over some of everything
			v, shape := variants[max(n, 0)], shapes[max(m, 0)]
			if isOver() && !failed {
				return
			}
			tally, err := play(t, icons, v, shape, script)
			for what, n := range tally {
				all[what] += n
			}
			walks++
			if err != nil {
				failed = true
				rt.Fatalf("%s: %v\n%v", v.name, err, script)
			}
		})
	}
	t.Logf("%d walks: %v", walks, all)
}
