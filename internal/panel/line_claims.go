package panel

import (
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// claim is one planned line that has a username or an address.
type claim struct {
	id     string // "" for a creation
	config tf.Fingerprint
	keeps  bool // the state has the same value
}

// conflicts reports whether two claims are those of two resources, one of which wants the value anew. The protocol names
// no resource: a creation with the very configuration of a line in state is that line's replacement.
func (c claim) conflicts(other claim) bool {
	switch {
	case c.id != "" && c.id == other.id, c.keeps && other.keeps:
		return false // one line twice is reported as that
	case c.id == "" && other.id == "":
		return true
	case c.id == "" || other.id == "":
		return c.config != other.config
	}
	return true
}

// claims is the usernames and addresses of the lines that a run has planned, which are unique in one configuration.
type claims struct {
	mu  sync.Mutex
	all map[string][]claim

	names   map[string]string // usernames that lines in state, or to be taken over, are planned with, by line_id
	adopted map[string]bool   // lines that are planned to be taken over
	seized  map[string]bool   // lines that were taken over, or, false, are terminated
}

// add claims a value for a line, and reports whether another resource has it.
func (c *claims) add(value string, latest claim) (twice bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all == nil {
		c.all = map[string][]claim{}
	}
	others := c.all[value]
	for _, other := range others {
		twice = twice || latest.conflicts(other)
	}
	c.all[value] = append(others, latest)
	return twice
}

// name notes the username that a line in state is planned with. It reports whether another resource has the line:
// Terraform plans each resource with its state once a run.
func (c *claims) name(id, username string) (twice bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.names == nil {
		c.names = map[string]string{}
	}
	_, twice = c.names[id]
	c.names[id] = username
	return twice
}

// adopt notes that a line is planned to be taken over. It reports whether no other resource has it.
func (c *claims) adopt(id, username string) bool {
	if c.name(id, username) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.adopted == nil {
		c.adopted = map[string]bool{}
	}
	c.adopted[id] = true
	return true
}

// release takes adopt back.
func (c *claims) release(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.adopted, id)
	delete(c.names, id)
}

// seize settles whether a line is taken over or terminated: it reports whether the other of the two has not happened.
func (c *claims) seize(id string, takeOver bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seized == nil {
		c.seized = map[string]bool{}
	}
	if other, known := c.seized[id]; known && other != takeOver {
		return false
	}
	c.seized[id] = takeOver
	return true
}

// isAdopted reports whether a line is planned to be taken over.
func (c *claims) isAdopted(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.adopted[id]
}

// checkTwice reports a line, a username and an address that another resource of the configuration has as well.
func (p *Platform) checkTwice(line *planning, config tf.Fingerprint, diags *diag.Diagnostics) {
	was := lineResourceModel{}
	id := ""
	if line.state != nil {
		was, id = *line.state, lineID(line.state.ID.ValueString())
	}
	name := line.plan.Username
	if id != "" && p.claims.name(id, name.ValueString()) {
		diags.AddAttributeError(path.Root("id"), "Line is managed twice",
			fmt.Sprintf("Two resources manage line %s, username %q, as after an import to a second address: each apply would undo what "+
				"the other has set, and to remove one of them would terminate the line. Keep one. To take the other out of the state "+
				"and leave the line as it is, use a removed block with lifecycle { destroy = false }, or `terraform state rm ADDRESS`.%s",
				id, was.Username.ValueString(), tf.StillDestroys))
		return
	}
	if tf.IsKnown(name) && p.claims.add("username "+name.ValueString(), claim{id, config, id != "" && name.Equal(was.Username)}) {
		diags.AddAttributeError(path.Root("username"), "Username is used twice",
			fmt.Sprintf("Two resources of this configuration have the username %q, which is unique in the panel. Nothing was bought. "+
				"Give one of them another username, or remove it: one line is managed by one resource.%s",
				name.ValueString(), tf.StillDestroys))
	}
	mac, ok := canonicalMAC(line.plan.MACAddr.ValueString())
	if ok && p.claims.add("address "+mac, claim{id, config, id != "" && canonical(canonicalMAC).alike(line.plan.MACAddr, was.MACAddr)}) {
		diags.AddAttributeError(path.Root("mac_addr"), "MAC address is used twice",
			fmt.Sprintf("Two resources of this configuration have the MAC address %s, which belongs to one device. Nothing was bought. "+
				"Give one of them another address, or remove it.%s", mac, tf.StillDestroys))
	}
}

// isReplacement reports whether a creation takes the place of a line in state: this run does not plan to keep that under
// another name.
func (p *Platform) isReplacement(id, username string) bool {
	p.claims.mu.Lock()
	defer p.claims.mu.Unlock()
	name, known := p.claims.names[id]
	return !known || name == username
}
