package panel

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/iptvops/terraform-provider-iptv/internal/inventory"
	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
)

var (
	errNoLine  = errors.New("there is no such line")
	errNoProof = errors.New("the list of lines changed each time it was read, so that what it lacks may exist")
)

// readLine finds a line by its id. The panel reads no line by id (section 4.5): the line is looked for under the
// username it had, then among all lines, because the name may have been changed elsewhere.
func (p *Platform) readLine(ctx context.Context, id, username string) (api.Line, bool, error) {
	p.managed.Store(lineID(id), true)
	return p.lookUp(ctx, id, username)
}

// lookUp is readLine of a line that no resource of this run needs to manage.
func (p *Platform) lookUp(ctx context.Context, id, username string) (api.Line, bool, error) {
	id = lineID(id)
	return p.checkReadable(p.lines.ReadWith(ctx, id, func(ctx context.Context) (api.Line, error) {
		if username != "" {
			lines, err := p.api.LinesByUsername(ctx, username)
			if line, ok := withID(lines, id); ok || err != nil {
				return line, err
			}
		}
		lines, _, err := p.lines.List(ctx)
		if err != nil {
			return api.Line{}, err
		}
		if line, ok := withID(lines, id); ok {
			return line, nil
		}
		return api.Line{}, inventory.ErrUnproven // the panel has no words for a line that is gone
	}))
}

// checkReadable makes an error of a line that is there and cannot be read whole. A line that is not found may be the one whose
// line_id cannot be read, if the panel lists such a line.
func (p *Platform) checkReadable(line api.Line, found bool, err error) (api.Line, bool, error) {
	if unidentified := p.unidentified.Load(); err == nil && !found && unidentified != nil {
		return line, false, fmt.Errorf("the line may be one that the panel lists without a line_id: %w", *unidentified)
	}
	if err == nil && found {
		err = line.Err
	}
	return line, found, err
}

func withID(lines []api.Line, id string) (api.Line, bool) {
	i := slices.IndexFunc(lines, func(l api.Line) bool { return lineID(l.ID) == lineID(id) })
	if i < 0 {
		return api.Line{}, false
	}
	return lines[i], true
}

// lineNamed finds a line by its exact username, not older than the inventory's entries are.
func (p *Platform) lineNamed(ctx context.Context, username string) (api.Line, bool, error) {
	return p.names.ReadWith(ctx, username, func(ctx context.Context) (api.Line, error) {
		lines, err := p.api.LinesByUsername(ctx, username)
		switch {
		case err != nil:
			return api.Line{}, err
		case len(lines) == 0:
			return api.Line{}, errNoLine
		}
		return lines[0], nil
	})
}

// readBack asks the panel itself for a line before or after a write, under the username that it should have, then among all.
func (p *Platform) readBack(ctx context.Context, id, username string) (api.Line, error) {
	lines, err := p.api.LinesByUsername(ctx, username)
	if err != nil {
		return api.Line{}, err
	}
	line, ok := withID(lines, id)
	if !ok {
		if lines, _, err = p.newLines().List(ctx); err != nil {
			return api.Line{}, err
		}
		if line, ok = withID(lines, id); !ok {
			return api.Line{}, fmt.Errorf("the panel lists no line %s, neither under the username %q nor among all lines", id, username)
		}
	}
	if line.Err != nil {
		return line, line.Err
	}
	p.put(line)
	return line, nil
}

// put reports a line as it is after an own write.
func (p *Platform) put(line api.Line) {
	p.lines.Wrote(line)
	p.names.Wrote(line)
}

func (p *Platform) drop(id, username string) {
	p.lines.Deleted(lineID(id))
	p.names.Deleted(username)
}

// isAbsent asks the panel itself whether a line is gone: only lists that hold and lack it, some seconds apart, say so.
func (p *Platform) isAbsent(ctx context.Context, id, username string) (bool, error) {
	for looks := 0; ; looks++ {
		if username != "" {
			lines, err := p.api.LinesByUsername(ctx, username)
			if err != nil {
				return false, err
			}
			if _, ok := withID(lines, id); ok {
				return false, nil
			}
		}
		lines, holds, err := p.newLines().List(ctx)
		if err != nil {
			return false, err
		}
		if _, ok := withID(lines, id); ok {
			return false, nil
		}
		if err := api.Unidentified(lines); err != nil {
			return false, fmt.Errorf("the line may be one that the panel lists without a line_id: %w", err)
		}
		if !holds {
			return false, errNoProof
		}
		if looks > 0 {
			return true, nil
		}
		pause := time.NewTimer(secondLook)
		select {
		case <-pause.C:
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
}

// listed is the line with a line_id among all that the token's user sees; errNoLine where there is none.
func (p *Platform) listed(ctx context.Context, id string) (api.Line, error) {
	lines, _, err := p.lines.List(ctx)
	if err != nil {
		return api.Line{}, err
	}
	line, ok := withID(lines, id)
	if !ok {
		return api.Line{}, fmt.Errorf("%w: the token's user sees no line %s", errNoLine, id)
	}
	return line, line.Err
}

// findImport finds the line that an import names by its line_id (all lines) or by its username (one request).
func (p *Platform) findImport(ctx context.Context, text string) (api.Line, error) {
	if id, ok := parseLineID(text); ok {
		if line, err := p.listed(ctx, id); !isNoLine(err) {
			return line, err
		}
	}
	line, err := p.withUsername(ctx, text)
	if err == nil {
		p.lines.Wrote(line)
	}
	return line, err
}

// withUsername is the one line with a username.
func (p *Platform) withUsername(ctx context.Context, username string) (api.Line, error) {
	lines, err := p.api.LinesByUsername(ctx, username)
	switch {
	case err != nil:
		return api.Line{}, err
	case len(lines) == 0:
		return api.Line{}, fmt.Errorf("%w: the token's user sees none with the username %q", errNoLine, username)
	case len(lines) > 1:
		ids := make([]string, len(lines))
		for i, line := range lines {
			ids[i] = lineID(line.ID)
		}
		slices.Sort(ids)
		more := ""
		if n := len(ids) - mostNamed; n > 0 {
			ids, more = ids[:mostNamed], fmt.Sprintf(" and %d more", n)
		}
		return api.Line{}, fmt.Errorf("%d lines have the username %q; name one of them by its line_id: %s%s", len(lines), username,
			strings.Join(ids, ", "), more)
	}
	return lines[0], lines[0].Err
}

// mostNamed is how many candidates an error names.
const mostNamed = 10

// parseLineID is the folded line_id in an import id; false when the text is none and can only be a username.
func parseLineID(text string) (string, bool) {
	id, err := uuid.Parse(text)
	return id.String(), err == nil && len(text) == len(id.String()) // braces and urn:uuid: are no line_id's
}
