package esnode.analysis;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;
import org.apache.lucene.analysis.ja.JapaneseBaseFormFilter;
import org.apache.lucene.analysis.ja.JapaneseCompletionAnalyzer;
import org.apache.lucene.analysis.ja.JapaneseCompletionFilter;
import org.apache.lucene.analysis.ja.JapaneseHiraganaUppercaseFilter;
import org.apache.lucene.analysis.ja.JapaneseIterationMarkCharFilter;
import org.apache.lucene.analysis.ja.JapaneseKatakanaStemFilter;
import org.apache.lucene.analysis.ja.JapaneseKatakanaUppercaseFilter;
import org.apache.lucene.analysis.ja.JapaneseNumberFilter;
import org.apache.lucene.analysis.ja.JapanesePartOfSpeechStopFilter;
import org.apache.lucene.analysis.ja.JapaneseReadingFormFilter;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.ja.dict.UserDictionary;
import org.apache.lucene.search.suggest.analyzing.SuggestStopFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/** Lucene's kuromoji, called and set as by the official analysis-kuromoji. */
public final class KuromojiPlugin extends Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of("kuromoji_iteration_mark", (index, env, name, settings) -> {
            boolean kanji = settings.getAsBoolean("normalize_kanji", JapaneseIterationMarkCharFilter.NORMALIZE_KANJI_DEFAULT);
            boolean kana = settings.getAsBoolean("normalize_kana", JapaneseIterationMarkCharFilter.NORMALIZE_KANA_DEFAULT);
            return new Parts.CharFilter(name, reader -> new JapaneseIterationMarkCharFilter(reader, kanji, kana));
        });
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of("kuromoji_tokenizer", KuromojiPlugin::tokenizer);
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.ofEntries(
            entry("kuromoji_baseform", (index, env, name, settings) ->
                new Parts.TokenFilter(name, JapaneseBaseFormFilter::new)),
            entry("kuromoji_part_of_speech", (index, env, name, settings) -> {
                Set<String> tags = stopTags(env, settings);
                return new Parts.TokenFilter(name, stream -> new JapanesePartOfSpeechStopFilter(stream, tags));
            }),
            entry("kuromoji_readingform", (index, env, name, settings) -> {
                boolean romaji = settings.getAsBoolean("use_romaji", false);
                return new Parts.TokenFilter(name, stream -> new JapaneseReadingFormFilter(stream, romaji));
            }),
            entry("kuromoji_stemmer", (index, env, name, settings) -> {
                int length = settings.getAsInt("minimum_length", JapaneseKatakanaStemFilter.DEFAULT_MINIMUM_LENGTH);
                return new Parts.TokenFilter(name, stream -> new JapaneseKatakanaStemFilter(stream, length));
            }),
            entry("kuromoji_number", (index, env, name, settings) ->
                new Parts.TokenFilter(name, JapaneseNumberFilter::new)),
            entry("kuromoji_completion", (index, env, name, settings) -> {
                JapaneseCompletionFilter.Mode mode = completionMode(settings);
                return new Parts.TokenFilter(name, stream -> new JapaneseCompletionFilter(stream, mode));
            }),
            entry("hiragana_uppercase", (index, env, name, settings) ->
                new Parts.TokenFilter(name, JapaneseHiraganaUppercaseFilter::new)),
            entry("katakana_uppercase", (index, env, name, settings) ->
                new Parts.TokenFilter(name, JapaneseKatakanaUppercaseFilter::new)),
            entry("ja_stop", (index, env, name, settings) -> {
                CharArraySet words = stopWords(env, settings);
                return settings.getAsBoolean("remove_trailing", true)
                    ? new Parts.TokenFilter(name, stream -> new StopFilter(stream, words))
                    : new Parts.TokenFilter(name, stream -> new SuggestStopFilter(stream, words));
            }));
    }

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Map.of(
            "kuromoji", (index, env, name, settings) -> new Parts.Whole(name,
                new JapaneseAnalyzer(userDictionary(env, settings), mode(settings), stopWords(env, settings), stopTags(env, settings))),
            "kuromoji_completion", (index, env, name, settings) -> new Parts.Whole(name,
                new JapaneseCompletionAnalyzer(userDictionary(env, settings), completionMode(settings))));
    }

    private static TokenizerFactory tokenizer(IndexSettings index, Environment env, String name, Settings settings) {
        UserDictionary dictionary = userDictionary(env, settings);
        JapaneseTokenizer.Mode mode = mode(settings);
        boolean discardPunctuation = settings.getAsBoolean("discard_punctuation", true);
        boolean discardCompound = settings.getAsBoolean("discard_compound_token", false);
        int cost = settings.getAsInt("nbest_cost", -1);
        String examples = settings.get("nbest_examples");
        return new Parts.Tokens(name, () -> {
            JapaneseTokenizer tokenizer = new JapaneseTokenizer(dictionary, discardPunctuation, discardCompound, mode);
            tokenizer.setNBestCost(examples == null ? cost : Math.max(cost, tokenizer.calcNBestCost(examples)));
            return tokenizer;
        });
    }

    private static JapaneseTokenizer.Mode mode(Settings settings) {
        return JapaneseTokenizer.Mode.valueOf(
            settings.get("mode", JapaneseTokenizer.DEFAULT_MODE.name()).toUpperCase(Locale.ROOT));
    }

    private static JapaneseCompletionFilter.Mode completionMode(Settings settings) {
        return JapaneseCompletionFilter.Mode.valueOf(
            settings.get("mode", JapaneseCompletionFilter.DEFAULT_MODE.name()).toUpperCase(Locale.ROOT));
    }

    /** The rules that a file or the settings give; null without any. */
    private static UserDictionary userDictionary(Environment env, Settings settings) {
        if (settings.hasValue("user_dictionary") && settings.hasValue("user_dictionary_rules")) {
            throw new IllegalArgumentException("[user_dictionary] and [user_dictionary_rules] exclude each other");
        }
        List<String> rules =
            Analysis.getWordList(env, settings, "user_dictionary", "user_dictionary_rules", "lenient", false, true);
        if (rules == null || rules.isEmpty()) {
            return null;
        }
        try {
            return UserDictionary.open(new StringReader(String.join("\n", rules)));
        } catch (IOException e) {
            throw new IllegalArgumentException("unreadable user dictionary", e);
        }
    }

    private static Set<String> stopTags(Environment env, Settings settings) {
        List<String> tags = Analysis.getWordList(env, settings, "stoptags");
        return tags == null ? JapaneseAnalyzer.getDefaultStopTags() : Set.copyOf(tags);
    }

    private static CharArraySet stopWords(Environment env, Settings settings) {
        CharArraySet japanese = JapaneseAnalyzer.getDefaultStopSet();
        boolean ignoreCase = settings.getAsBoolean("ignore_case", false);
        return Analysis.parseWords(env, settings, "stopwords", japanese, Map.of("_japanese_", japanese), ignoreCase);
    }
}
