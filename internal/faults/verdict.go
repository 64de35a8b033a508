package main

import (
	"fmt"
	"slices"
	"strings"
)

// exception is a cell that no client can promise to be right, with the reason, and what is promised all the same.
type exception struct {
	types  []string
	ops    []string
	faults []string
	reason string
	holds  func(outcome) bool
}

func exceptions() []exception {
	return []exception{
		{
			types: []string{"icareus_channel", "iptv_package"}, ops: []string{"create", "create with icon"},
			faults: []string{killed, providerKilled},
			reason: "The platform takes no request ID with a create, and a killed process, be it Terraform's or the provider's, leaves " +
				"no state of it: nothing tells the next run that the new object is its own. Its plan warns that the object exists, with " +
				"an import block to paste; an apply without looking creates another one.",
			holds: func(o outcome) bool { return o.objects <= 2 },
		},
		{
			types: []string{"icareus_channel", "iptv_package"}, ops: []string{"create", "create with icon"}, faults: []string{outage},
			reason: "The platform takes no request ID with a create, and it cannot be asked afterwards. The create is not sent again; " +
				"the error reports that the object may exist and how to take it over. An apply without looking creates another one.",
			holds: func(o outcome) bool {
				return o.objects <= 2 && len(o.failures) > 0 && strings.Contains(o.failures[0], "import")
			},
		},
		{
			types: []string{"iptv_line"}, ops: []string{"create with a random username"}, faults: []string{killed, providerKilled},
			reason: "The username was made by the process that was killed, and nobody else knows it: the next run buys another line. " +
				"Set `username`.",
			holds: func(o outcome) bool { return o.objects <= 2 && o.charges <= 2 },
		},
		{
			types: []string{"iptv_line"}, ops: []string{"create with a random username"}, faults: []string{outage},
			reason: "The panel cannot be asked afterwards. The error names the username and the import command; an apply without " +
				"looking buys another line. Set `username`.",
			holds: func(o outcome) bool {
				return o.objects <= 2 && o.charges <= 2 && len(o.failures) > 0 && strings.Contains(o.failures[0], "terraform import")
			},
		},
	}
}

// verdict of one field of the table.
type verdict struct {
	wrong  []outcome
	except int // index of the exception plus one, 0 when everything is right
	runs   int
}

func judge(outcomes []outcome) verdict {
	v := verdict{runs: len(outcomes)}
	all := exceptions()
	for _, o := range outcomes {
		if len(o.problems) == 0 {
			continue
		}
		i := slices.IndexFunc(all, func(e exception) bool {
			return slices.Contains(e.types, o.cell.resource.name) && slices.Contains(e.ops, o.cell.operation.name) &&
				slices.Contains(e.faults, o.cell.fault.name) && e.holds(o)
		})
		if i < 0 {
			v.wrong = append(v.wrong, o)
			continue
		}
		v.except = i + 1
	}
	return v
}

func (o outcome) String() string {
	text := fmt.Sprintf("%v: %s", o.cell, strings.Join(o.problems, "; "))
	for i, failure := range o.failures {
		text += fmt.Sprintf("\n    error of apply %d: %s", i+1, strings.Join(strings.Fields(failure), " "))
	}
	return text
}
