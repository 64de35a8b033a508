package panel

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Lines a page of /ext/lines/index, when the query does not say and at the most. The documents name neither.
const (
	defaultPerPage = 50
	maxPerPage     = 500
)

// lineRecord is a line in a response.
type lineRecord struct {
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

func recordOf(entry *storedLine) lineRecord {
	record := lineRecord{
		LineID: entry.ID, Username: entry.Username, Password: entry.Password, Owner: entry.Owner, Type: entry.Type,
		ExpireAt: formatDate(entry.ExpireAt), IsEnabled: entry.IsEnabled, IsRestreamer: entry.IsRestreamer, IsTrial: entry.IsTrial,
		PackageID: entry.PackageID, Bouquets: highestFirst(entry.Bouquets), MaxConnections: entry.MaxConnections,
		ResellerNotes: entry.ResellerNotes,
	}
	if entry.MAC != "" {
		mac := entry.MAC
		record.MAC = &mac
	}
	return record
}

func lineRecords(entries []*storedLine) []lineRecord {
	records := make([]lineRecord, len(entries))
	for i, entry := range entries {
		records[i] = recordOf(entry)
	}
	return records
}

// highestFirst is the order in which ids are returned, whatever the order in which they were sent: highest first.
func highestFirst(ids []int) []int {
	ordered := append([]int{}, ids...)
	slices.Sort(ordered)
	slices.Reverse(ordered)
	return ordered
}

func formatDate(at *time.Time) *string {
	if at == nil {
		return nil
	}
	text := at.UTC().Format("2006-01-02T15:04:05-07:00")
	return &text
}

func (c *apiCall) param(name string) string {
	if values := c.query[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// selected is the lines that the user sees, with the exact username where the query names one, in the order of creation.
func (c *apiCall) selected() []*storedLine {
	name := c.param("username")
	username := *c.trimmed(&name)
	if username == "" || c.variants.IgnoreFilter {
		return c.lines.visible(c.user)
	}
	var seen []*storedLine
	for _, entry := range c.lines.byName[username] {
		if c.sees(entry) {
			seen = append(seen, entry)
		}
	}
	return seen
}

// listed is what the lists return: the lines that are selected, none in the variant EmptyLists, or an error in FailedLists.
func (c *apiCall) listed() ([]*storedLine, apiResponse, bool) {
	switch {
	case countDown(&c.variants.FailedLists):
		return nil, refuse(http.StatusInternalServerError, "Server Error"), true
	case countDown(&c.variants.EmptyLists):
		return nil, apiResponse{}, false
	}
	return c.selected(), apiResponse{}, false
}

// countDown counts n down, and reports whether it was not 0. Below 0 it stays.
func countDown(n *int) bool {
	if *n == 0 {
		return false
	}
	if *n > 0 {
		*n--
	}
	return true
}

func (c *apiCall) list() apiResponse {
	lines, refusal, refused := c.listed()
	if refused {
		return refusal
	}
	return apiResponse{http.StatusOK, lineRecords(lines)}
}

type paginationBody struct {
	FirstPage   int `json:"first_page"`
	LastPage    int `json:"last_page"`
	CurrentPage int `json:"current_page"`
	PerPage     int `json:"per_page"`
	Total       int `json:"total"`
}

type indexPage struct {
	Pagination paginationBody `json:"pagination"`
	Items      []lineRecord   `json:"items"`
}

type shortIndexPage struct {
	Pagination paginationBody `json:"pagination"`
	Items      []shortRecord  `json:"items"`
}

type shortRecord struct {
	LineID   string `json:"line_id"`
	Username string `json:"username"`
	Password string `json:"password"` // #nosec G117 -- the platform's field
}

type dataEnvelope struct {
	Status string `json:"status"`
	Data   any    `json:"data"`
}

func (c *apiCall) index() apiResponse {
	page, perPage := c.positive("page", 1), c.positive("per_page", defaultPerPage)
	if refusal, refused := c.fields.refusal(); refused {
		return refusal
	}
	perPage = min(perPage, maxPerPage)
	lines, refusal, refused := c.listed()
	if refused {
		return refusal
	}
	last := max(1, (len(lines)+perPage-1)/perPage)
	response := indexPage{Pagination: paginationBody{1, last, page, perPage, len(lines)}, Items: []lineRecord{}}
	if page <= last {
		from := (page - 1) * perPage
		response.Items = lineRecords(lines[from:min(from+perPage, len(lines))])
	}
	if c.variants.ShortIndex {
		short := shortIndexPage{Pagination: response.Pagination, Items: []shortRecord{}}
		for _, record := range response.Items {
			short.Items = append(short.Items, shortRecord{record.LineID, record.Username, record.Password})
		}
		return apiResponse{http.StatusOK, dataEnvelope{"success", short}}
	}
	if c.variants.DataArray {
		return apiResponse{http.StatusOK, dataEnvelope{"success", []indexPage{response}}}
	}
	return apiResponse{http.StatusOK, dataEnvelope{"success", response}}
}

// positive is a query parameter of 1 or more.
func (c *apiCall) positive(name string, otherwise int) int {
	text := c.param(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		c.fields.refuse(name, fmt.Sprintf("The %s field must be an integer of at least 1.", fieldWords(name)))
		return otherwise
	}
	return n
}

// find returns 404 without a match, which the documents leave open.
func (c *apiCall) find() apiResponse {
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
			return apiResponse{http.StatusOK, lineIDBody{entry.ID}}
		}
	}
	return refuse(http.StatusNotFound, "Line not found")
}

type packageRecord struct {
	ID             int     `json:"id"`
	Name           string  `json:"name"`
	Description    *string `json:"description"`
	Price          float64 `json:"price_credits"`
	DurationHours  int     `json:"duration_hours"`
	MaxConnections int     `json:"max_connections"`
	Type           string  `json:"package_type"`
	Bouquets       any     `json:"bouquets"`
}

func (c *apiCall) listPackages() apiResponse {
	records := make([]packageRecord, 0, len(c.packages))
	for _, pack := range c.packages {
		record := packageRecord{
			ID: pack.ID, Name: pack.Name, Price: pack.Price, DurationHours: pack.DurationHours,
			MaxConnections: pack.MaxConnections, Type: pack.Type, Bouquets: highestFirst(pack.Bouquets),
		}
		if pack.Description != "" {
			record.Description = &pack.Description
		}
		if c.variants.PackageBouquetObjects {
			objects := []Bouquet{}
			for _, id := range highestFirst(pack.Bouquets) {
				objects = append(objects, Bouquet{id, c.bouquetName(id)})
			}
			record.Bouquets = objects
		}
		records = append(records, record)
	}
	return apiResponse{http.StatusOK, records}
}

func (p *Platform) bouquetName(id int) string {
	for _, bouquet := range p.bouquets {
		if bouquet.ID == id {
			return bouquet.Name
		}
	}
	return ""
}

func (c *apiCall) listBouquets() apiResponse {
	return apiResponse{http.StatusOK, append([]Bouquet{}, c.bouquets...)}
}
