import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.FSDirectory;

/**
 * Lucene as a peer: documents and questions whose terms are cut already, each answered with the exact total, six facets
 * and twenty highlights. Prints {@code build SECONDS} and, for every question, {@code kind MILLISECONDS total}.
 */
public final class SearchPeer {

    private static final int SIZE = 20;
    private static final int ROUNDS = 3;

    private SearchPeer() {}

    public static void main(String[] args) throws Exception {
        FSDirectory directory = FSDirectory.open(Path.of(args[2]));
        System.out.printf(Locale.ROOT, "build %.3f%n", build(directory, Path.of(args[0])));
        List<String> questions = Files.readAllLines(Path.of(args[1]));
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            Asking asking = new Asking(reader);
            for (int round = 0; round < ROUNDS; round++) {
                for (String question : questions) {
                    long started = System.nanoTime();
                    String[] parts = question.split("\t");
                    int total = asking.ask(parts[1].split(" "), parts[0].equals("question"));
                    double milliseconds = (System.nanoTime() - started) / 1e6;
                    if (round == ROUNDS - 1) {
                        System.out.printf(Locale.ROOT, "%s %.4f %d%n", parts[0], milliseconds, total);
                    }
                }
            }
        }
    }

    private static double build(FSDirectory directory, Path documents) throws Exception {
        long started = System.nanoTime();
        FacetsConfig facets = new FacetsConfig();
        FieldType kept = new FieldType(TextField.TYPE_STORED);
        kept.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(new WhitespaceAnalyzer()));
                BufferedReader lines = Files.newBufferedReader(documents)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split("\t");
                Document document = new Document();
                document.add(new Field("title", parts[0], kept));
                document.add(new Field("body", parts[1], kept));
                for (int index = 2; index < parts.length; index++) {
                    document.add(new SortedSetDocValuesFacetField("facet" + index, parts[index]));
                }
                writer.addDocument(facets.build(document));
            }
            writer.commit();
        }
        return (System.nanoTime() - started) / 1e9;
    }

    /** One searcher with what it needs for facets and highlights. */
    private static final class Asking {
        private final IndexSearcher searcher;
        private final DefaultSortedSetDocValuesReaderState state;
        private final UnifiedHighlighter highlighter;

        Asking(DirectoryReader reader) throws Exception {
            searcher = new IndexSearcher(reader);
            state = new DefaultSortedSetDocValuesReaderState(reader);
            highlighter = new UnifiedHighlighter(searcher, new WhitespaceAnalyzer());
        }

        int ask(String[] terms, boolean isQuestion) throws Exception {
            BooleanQuery.Builder builder = new BooleanQuery.Builder();
            for (String term : terms) {
                builder.add(either(term), isQuestion ? Occur.SHOULD : Occur.MUST);
            }
            if (isQuestion) {
                builder.setMinimumNumberShouldMatch(Math.max(1, Math.round(terms.length * 0.3f)));
            }
            Query query = builder.build();
            TopScoreDocCollector best = TopScoreDocCollector.create(SIZE, Integer.MAX_VALUE);
            FacetsCollector found = new FacetsCollector();
            searcher.search(query, MultiCollector.wrap(best, found));
            SortedSetDocValuesFacetCounts counts = new SortedSetDocValuesFacetCounts(state, found);
            for (int facet = 2; facet < 8; facet++) {
                counts.getTopChildren(200, "facet" + facet);
            }
            highlighter.highlight("body", query, best.topDocs(), 1);
            return best.getTotalHits();
        }

        private static Query either(String term) {
            return new DisjunctionMaxQuery(
                List.of(
                    new BoostQuery(new TermQuery(new Term("title", term)), 1.5f), new TermQuery(new Term("body", term))),
                0.1f);
        }
    }
}
