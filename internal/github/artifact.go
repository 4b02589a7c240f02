package github

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	gh "github.com/google/go-github/v62/github"
)

const (
	maxArtifact = 16 << 20 // bytes of the zip file of an artifact
	maxZipFiles = 1000     // files in it
)

// ArtifactFile reads one file, of at most limit bytes, out of an artifact of a
// workflow run. What it says is the word of whoever made the artifact, a fork's
// author among them. It needs `actions: read`. The archive comes from a signed
// address of another host, which never sees the token. Of several artifacts of
// the name, as attempts leave them, the newest is read.
func (r Repository) ArtifactFile(ctx context.Context, run int64, artifact, file string, limit int64) ([]byte, error) {
	const permission = "actions: read"
	doing := fmt.Sprintf("reading the artifact %q of run %d of %s", oneLine(artifact), run, r)
	all, err := pages(doing, func(o gh.ListOptions) ([]*gh.Artifact, *gh.Response, error) {
		list, resp, err := r.c.gh.Actions.ListWorkflowRunArtifacts(ctx, r.owner, r.name, run, &o)
		if err != nil {
			return nil, resp, err
		}
		return list.Artifacts, resp, nil
	})
	if err != nil {
		return nil, r.c.fail(doing, permission, err)
	}
	var newest *gh.Artifact
	for _, a := range all {
		if a.GetName() == artifact && a.GetID() > newest.GetID() {
			newest = a
		}
	}
	switch {
	case newest == nil:
		return nil, fmt.Errorf("%s: %w: the run has %d artifacts, but none with this name", doing, ErrNotFound, len(all))
	case newest.GetExpired():
		return nil, fmt.Errorf("%s: %w: it has expired; run the workflow again", doing, ErrNotFound)
	case newest.GetSizeInBytes() > maxArtifact:
		return nil, fmt.Errorf("%s: %w: it has %d bytes, and %d are read", doing, ErrTooLarge, newest.GetSizeInBytes(), maxArtifact)
	}
	archive, err := r.download(ctx, fmt.Sprintf("actions/artifacts/%d/zip", newest.GetID()), maxArtifact)
	if err != nil {
		return nil, r.c.fail(doing, permission, err)
	}
	content, err := readZip(archive, file, limit)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	return content, nil
}

// download asks for the signed address of an archive of the repository, at a path of the
// API, and reads it, up to a size.
func (r Repository) download(ctx context.Context, path string, limit int64) ([]byte, error) {
	req, err := r.c.gh.NewRequest("GET", fmt.Sprintf("repos/%s/%s", r, path), nil)
	if err != nil {
		return nil, err
	}
	// Not through the client that follows redirects: the address is the answer.
	resp, err := r.c.gh.Client().Transport.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusFound {
		if err := gh.CheckResponse(resp); err != nil {
			return nil, err
		}
		return nil, fmt.Errorf("GitHub answered %d instead of an address", resp.StatusCode)
	}
	at, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || at.Scheme != "https" && !isLoopback(at.Hostname()) {
		return nil, fmt.Errorf("%w: the address of the archive is not https", ErrRefused)
	}
	signed, err := http.NewRequestWithContext(ctx, "GET", at.String(), nil)
	if err != nil {
		return nil, errors.New("the address of the archive cannot be used") // it may hold a signature
	}
	return r.c.fetchSigned(signed, limit)
}

// fetchSigned reads a signed address, without the token. Its errors do not
// show the address, which is a secret for as long as it is valid.
func (c *Client) fetchSigned(req *http.Request, limit int64) ([]byte, error) {
	resp, err := c.bare.Do(req)
	if err != nil {
		return nil, fmt.Errorf("downloading from %s: %w", req.URL.Host, cause(err))
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("downloading from %s: it answered %d", req.URL.Host, resp.StatusCode)
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return nil, fmt.Errorf("downloading from %s: %w", req.URL.Host, cause(err))
	}
	if int64(len(b)) > limit {
		return nil, fmt.Errorf("%w: the archive has more than %d bytes", ErrTooLarge, limit)
	}
	return b, nil
}

// readZip reads one file of an archive. Sizes that the archive states are
// believed only when they are too large.
func readZip(archive []byte, file string, limit int64) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, fmt.Errorf("%w: the archive cannot be read: %w", ErrInvalid, err)
	}
	if len(z.File) > maxZipFiles {
		return nil, fmt.Errorf("%w: the archive has %d files, and %d are allowed", ErrTooLarge, len(z.File), maxZipFiles)
	}
	var found *zip.File
	for _, f := range z.File {
		if f.Name != file {
			continue
		}
		if found != nil { // which of the two a reader takes is chance
			return nil, fmt.Errorf("%w: the archive has %q twice", ErrInvalid, file)
		}
		found = f
	}
	switch {
	case found == nil:
		return nil, fmt.Errorf("%w: the archive has no file %q", ErrNotFound, file)
	case !found.Mode().IsRegular():
		return nil, fmt.Errorf("%w: %q is not a regular file", ErrInvalid, file)
	case found.UncompressedSize64 > uint64(max(limit, 0)):
		return nil, fmt.Errorf("%w: %q has %d bytes, and %d are allowed", ErrTooLarge, file, found.UncompressedSize64, limit)
	}
	r, err := found.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %q cannot be read: %w", ErrInvalid, file, err)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(b)) > limit {
		return nil, fmt.Errorf("%w: %q has more than %d bytes", ErrTooLarge, file, limit)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %q cannot be read: %w", ErrInvalid, file, err)
	}
	return b, nil
}
