package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Lines a page of /ext/lines/index, when the query does not say and at the most. The documents name neither.
const (
	panelPerPage    = 50
	panelMaxPerPage = 500
)

// panelRecord is a line as it is answered.
type panelRecord struct {
	LineID         string  `json:"line_id"`
	Username       string  `json:"username"`
	Password       string  `json:"password"` // #nosec G117 -- the platform's field
	MAC            *string `json:"mac_addr"`
	Owner          string  `json:"owner"`
	Type           string  `json:"type"`
	ExpireAt       *string `json:"expire_at"`
	IsEnabled      bool    `json:"is_enabled"`
	IsRestreamer   bool    `json:"is_restreamer"`
	IsTrial        bool    `json:"is_trial"`
	PackageID      *int    `json:"package_id"`
	Bouquets       []int   `json:"bouquets"`
	MaxConnections int     `json:"max_connections"`
	ResellerNotes  string  `json:"reseller_notes"`
}

func panelRecordOf(entry *panelEntry) panelRecord {
	record := panelRecord{
		LineID: entry.ID, Username: entry.Username, Password: entry.Password, Owner: entry.Owner, Type: entry.Type,
		ExpireAt: panelDate(entry.ExpireAt), IsEnabled: entry.IsEnabled, IsRestreamer: entry.IsRestreamer, IsTrial: entry.IsTrial,
		PackageID: entry.PackageID, Bouquets: panelOrder(entry.Bouquets), MaxConnections: entry.MaxConnections, ResellerNotes: entry.ResellerNotes,
	}
	if entry.MAC != "" {
		mac := entry.MAC
		record.MAC = &mac
	}
	return record
}

func panelRecords(entries []*panelEntry) []panelRecord {
	records := make([]panelRecord, len(entries))
	for i, entry := range entries {
		records[i] = panelRecordOf(entry)
	}
	return records
}

// panelOrder is the order in which ids are answered, whatever the order in which they were sent: highest first.
func panelOrder(ids []int) []int {
	ordered := append([]int{}, ids...)
	slices.Sort(ordered)
	slices.Reverse(ordered)
	return ordered
}

func panelDate(at *time.Time) *string {
	if at == nil {
		return nil
	}
	text := at.UTC().Format("2006-01-02T15:04:05-07:00")
	return &text
}

func (c *panelCall) param(name string) string {
	if values := c.query[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// selected is the lines that the user sees, with the exact username where the query names one, in the order of creation.
func (c *panelCall) selected() []*panelEntry {
	name := c.param("username")
	username := *c.trimmed(&name)
	if username == "" || c.variants.IgnoreFilter {
		return c.lines.visible(c.user)
	}
	var seen []*panelEntry
	for _, entry := range c.lines.byName[username] {
		if c.sees(entry) {
			seen = append(seen, entry)
		}
	}
	return seen
}

// listed is what the lists answer: the lines that are selected, none in the variant EmptyLists, or an error in FailedLists.
func (c *panelCall) listed() ([]*panelEntry, panelAnswer, bool) {
	switch {
	case panelNext(&c.variants.FailedLists):
		return nil, panelRefusal(http.StatusInternalServerError, "Server Error"), true
	case panelNext(&c.variants.EmptyLists):
		return nil, panelAnswer{}, false
	}
	return c.selected(), panelAnswer{}, false
}

// panelNext counts n down, and reports whether it was not 0. Below 0 it stays.
func panelNext(n *int) bool {
	if *n == 0 {
		return false
	}
	if *n > 0 {
		*n--
	}
	return true
}

func (c *panelCall) list() panelAnswer {
	lines, refusal, refused := c.listed()
	if refused {
		return refusal
	}
	return panelAnswer{http.StatusOK, panelRecords(lines)}
}

type panelPagination struct {
	FirstPage   int `json:"first_page"`
	LastPage    int `json:"last_page"`
	CurrentPage int `json:"current_page"`
	PerPage     int `json:"per_page"`
	Total       int `json:"total"`
}

type panelPage struct {
	Pagination panelPagination `json:"pagination"`
	Items      []panelRecord   `json:"items"`
}

type panelShortPage struct {
	Pagination panelPagination    `json:"pagination"`
	Items      []panelShortRecord `json:"items"`
}

type panelShortRecord struct {
	LineID   string `json:"line_id"`
	Username string `json:"username"`
	Password string `json:"password"` // #nosec G117 -- the platform's field
}

type panelEnvelope struct {
	Status string `json:"status"`
	Data   any    `json:"data"`
}

func (c *panelCall) index() panelAnswer {
	page, perPage := c.positive("page", 1), c.positive("per_page", panelPerPage)
	if refusal, refused := c.fields.refusal(); refused {
		return refusal
	}
	perPage = min(perPage, panelMaxPerPage)
	lines, refusal, refused := c.listed()
	if refused {
		return refusal
	}
	last := max(1, (len(lines)+perPage-1)/perPage)
	answer := panelPage{Pagination: panelPagination{1, last, page, perPage, len(lines)}, Items: []panelRecord{}}
	if page <= last {
		from := (page - 1) * perPage
		answer.Items = panelRecords(lines[from:min(from+perPage, len(lines))])
	}
	if c.variants.ShortIndex {
		short := panelShortPage{Pagination: answer.Pagination, Items: []panelShortRecord{}}
		for _, record := range answer.Items {
			short.Items = append(short.Items, panelShortRecord{record.LineID, record.Username, record.Password})
		}
		return panelAnswer{http.StatusOK, panelEnvelope{"success", short}}
	}
	if c.variants.DataArray {
		return panelAnswer{http.StatusOK, panelEnvelope{"success", []panelPage{answer}}}
	}
	return panelAnswer{http.StatusOK, panelEnvelope{"success", answer}}
}

// positive is a query parameter of 1 or more.
func (c *panelCall) positive(name string, otherwise int) int {
	text := c.param(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		c.fields.refuse(name, fmt.Sprintf("The %s field must be an integer of at least 1.", panelWords(name)))
		return otherwise
	}
	return n
}

// find answers 404 without a match, which the documents leave open.
func (c *panelCall) find() panelAnswer {
	username, password := c.param("username"), c.param("password")
	for _, name := range []string{"username", "password"} {
		if c.param(name) == "" {
			c.fields.require(name)
		}
	}
	if refusal, refused := c.fields.refusal(); refused {
		return refusal
	}
	for _, entry := range c.lines.byName[username] {
		if entry.Password == password && c.sees(entry) {
			return panelAnswer{http.StatusOK, panelLineID{entry.ID}}
		}
	}
	return panelRefusal(http.StatusNotFound, "Line not found")
}

type panelPackageRecord struct {
	ID             int     `json:"id"`
	Name           string  `json:"name"`
	Description    *string `json:"description"`
	Price          float64 `json:"price_credits"`
	DurationHours  int     `json:"duration_hours"`
	MaxConnections int     `json:"max_connections"`
	Type           string  `json:"package_type"`
	Bouquets       any     `json:"bouquets"`
}

func (c *panelCall) listPackages() panelAnswer {
	records := make([]panelPackageRecord, 0, len(c.packages))
	for _, pack := range c.packages {
		record := panelPackageRecord{
			ID: pack.ID, Name: pack.Name, Price: pack.Price, DurationHours: pack.DurationHours,
			MaxConnections: pack.MaxConnections, Type: pack.Type, Bouquets: panelOrder(pack.Bouquets),
		}
		if pack.Description != "" {
			record.Description = &pack.Description
		}
		if c.variants.PackageBouquetObjects {
			objects := []PanelBouquet{}
			for _, id := range panelOrder(pack.Bouquets) {
				objects = append(objects, PanelBouquet{id, c.bouquetName(id)})
			}
			record.Bouquets = objects
		}
		records = append(records, record)
	}
	return panelAnswer{http.StatusOK, records}
}

func (p *Panel) bouquetName(id int) string {
	for _, bouquet := range p.bouquets {
		if bouquet.ID == id {
			return bouquet.Name
		}
	}
	return ""
}

func (c *panelCall) listBouquets() panelAnswer {
	return panelAnswer{http.StatusOK, append([]PanelBouquet{}, c.bouquets...)}
}
